package io.summerbeam.io.bigquery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** A certificate for localhost that nobody has signed. */
final class TestCertificate {

  private static final String PASSWORD = "changeit";

  private final Path store;

  private TestCertificate(Path store) {
    this.store = store;
  }

  /** Makes one with the tool that comes with Java. */
  static TestCertificate create(Path folder) throws Exception {
    Path store = folder.resolve("localhost.p12");
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    "localhost",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "SAN=dns:localhost,ip:127.0.0.1",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    PASSWORD))
            .inheritIO()
            .start();
    assertThat(keytool.waitFor(), equalTo(0));
    return new TestCertificate(store);
  }

  KeyManager[] keyManagers() throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD.toCharArray());
    return factory.getKeyManagers();
  }

  /** Beam's client of gRPC has no other setting for whom it trusts. */
  void trust() {
    properties().forEach(System::setProperty);
  }

  void distrust() {
    properties().keySet().forEach(System::clearProperty);
  }

  private Map<String, String> properties() {
    return Map.of(
        "javax.net.ssl.trustStore",
        store.toString(),
        "javax.net.ssl.trustStoreType",
        "PKCS12",
        "javax.net.ssl.trustStorePassword",
        PASSWORD);
  }
}
