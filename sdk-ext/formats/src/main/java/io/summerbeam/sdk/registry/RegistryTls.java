package io.summerbeam.sdk.registry;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStore.PrivateKeyEntry;
import java.security.KeyStoreException;
import java.util.Collections;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** TLS with certificates from files. */
final class RegistryTls {

  private RegistryTls() {}

  /**
   * Reads the files.
   *
   * @param trusted the certificates that are trusted, and no others; null for those of the JVM
   * @param own the certificate that is shown, with its key; null for none
   */
  static SSLContext context(@Nullable StoreFile trusted, @Nullable StoreFile own)
      throws RegistryException {
    KeyManager[] keys = own == null ? null : keyManagers(own);
    TrustManager[] trust = trusted == null ? null : trustManagers(trusted);
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trust, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new RegistryException("RestRegistry: TLS cannot be used with these stores.", e);
    }
  }

  private static TrustManager[] trustManagers(StoreFile trusted) throws RegistryException {
    return trusted.read(
        "trust store",
        (store, unused) -> {
          TrustManagerFactory trust =
              TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
          trust.init(store);
          return trust.getTrustManagers();
        });
  }

  private static KeyManager[] keyManagers(StoreFile own) throws RegistryException {
    return own.read(
        "key store",
        (store, password) -> {
          // Without one nothing would be shown, and only the registry would say so.
          if (!hasKey(store)) {
            throw new RegistryException(
                "RestRegistry: the key store "
                    + own.file()
                    + " must have a private key with its certificate, but has none. A store of"
                    + " trusted certificates is for withTrustStore().",
                null);
          }
          KeyManagerFactory keys =
              KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
          keys.init(store, password);
          return keys.getKeyManagers();
        });
  }

  private static boolean hasKey(KeyStore store) throws KeyStoreException {
    for (String alias : Collections.list(store.aliases())) {
      if (store.entryInstanceOf(alias, PrivateKeyEntry.class)) {
        return true;
      }
    }
    return false;
  }
}
