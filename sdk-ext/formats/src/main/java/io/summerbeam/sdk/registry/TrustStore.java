package io.summerbeam.sdk.registry;

import io.summerbeam.sdk.secret.KeySource;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A file of certificates that are trusted, PKCS12 or JKS. */
record TrustStore(String file, KeySource password) implements Serializable {

  private static final long serialVersionUID = 1;

  /** A context that trusts these certificates and no others; the file is read now. */
  SSLContext context() throws RegistryException {
    char[] secret = new char[0];
    try {
      secret = password.readText().toCharArray();
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(KeyStore.getInstance(new File(file), secret));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new RegistryException(
          "RestRegistry: the trust store "
              + file
              + " cannot be read ("
              + e.getClass().getSimpleName()
              + "). Is it PKCS12 or JKS, on every worker, and the password right?",
          e);
    } catch (IllegalStateException e) {
      throw new RegistryException(
          "RestRegistry: there is no password of the trust store. " + e.getMessage(), null);
    } finally {
      Arrays.fill(secret, ' ');
    }
  }
}
