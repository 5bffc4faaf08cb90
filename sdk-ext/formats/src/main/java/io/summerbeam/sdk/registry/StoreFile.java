package io.summerbeam.sdk.registry;

import io.summerbeam.sdk.secret.KeySource;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A file of certificates or keys on every worker, PKCS12 or JKS. */
record StoreFile(String file, KeySource password) implements Serializable {

  private static final long serialVersionUID = 1;

  /** What is made of what is in it. */
  interface Use<T> {
    T of(KeyStore store, char[] password) throws GeneralSecurityException, RegistryException;
  }

  /** When it was written, as its file system has it; 0 where there is none. */
  static long writtenAt(@Nullable StoreFile store) {
    return store == null ? 0 : new File(store.file).lastModified();
  }

  /**
   * Reads it.
   *
   * @param name what it is called in messages
   */
  <T> T read(String name, Use<T> use) throws RegistryException {
    char[] secret = new char[0];
    try {
      secret = password.readText().toCharArray();
      return use.of(KeyStore.getInstance(new File(file), secret), secret);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new RegistryException(
          "RestRegistry: the "
              + name
              + " "
              + file
              + " cannot be read ("
              + e.getClass().getSimpleName()
              + "). Is it PKCS12 or JKS, on every worker, and the password right?",
          e);
    } catch (IllegalStateException e) {
      throw new RegistryException(
          "RestRegistry: there is no password of the " + name + ". " + e.getMessage(), null);
    } finally {
      Arrays.fill(secret, ' ');
    }
  }
}
