package io.summerbeam.sdk.testing.bigquery;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** A certificate for localhost that nobody has signed. */
final class Certificate {

  private static final String ALIAS = "localhost";
  private static final String TYPE = "PKCS12";
  // It is in the file beside it, and protects nothing: Java wants one.
  private static final String PASSWORD = "changeit";

  // The properties are one for the whole JVM.
  private static final AtomicReference<@Nullable Certificate> IN_FORCE = new AtomicReference<>();

  private final KeyStore keys;
  private final Path trusted;
  private final Map<String, @Nullable String> before = new HashMap<>();

  private Certificate(KeyStore keys, Path trusted) {
    this.keys = keys;
    this.trusted = trusted;
  }

  /** Makes one with the tool that comes with Java, and leaves it in a folder. */
  static Certificate create(Path folder) throws IOException {
    Path store = folder.resolve("localhost.p12");
    runKeytool(
        "-genkeypair",
        "-alias",
        ALIAS,
        "-keyalg",
        "EC",
        "-dname",
        "CN=localhost",
        "-ext",
        "SAN=dns:localhost,ip:127.0.0.1",
        "-storetype",
        TYPE,
        "-keystore",
        store.toString(),
        "-storepass",
        PASSWORD);
    try {
      KeyStore keys = KeyStore.getInstance(TYPE);
      try (InputStream in = Files.newInputStream(store)) {
        keys.load(in, PASSWORD.toCharArray());
      }
      Path trusted = folder.resolve("trusted.p12");
      writeTrusted(keys, trusted);
      return new Certificate(keys, trusted);
    } catch (GeneralSecurityException e) {
      throw new IOException("The certificate cannot be read.", e);
    }
  }

  KeyManager[] keyManagers() throws IOException {
    try {
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(keys, PASSWORD.toCharArray());
      return factory.getKeyManagers();
    } catch (GeneralSecurityException e) {
      throw new IOException("The certificate cannot be used.", e);
    }
  }

  /** Beam's client of gRPC has no other setting for whom it trusts. */
  Map<String, String> trustingProperties() {
    return Map.of(
        "javax.net.ssl.trustStore",
        trusted.toString(),
        "javax.net.ssl.trustStoreType",
        TYPE,
        "javax.net.ssl.trustStorePassword",
        PASSWORD);
  }

  /**
   * Sets the properties in this JVM.
   *
   * @throws IllegalStateException if they are set to another certificate
   */
  synchronized void trust() {
    if (IN_FORCE.get() == this) {
      return;
    }
    if (!IN_FORCE.compareAndSet(null, this)) {
      throw new IllegalStateException(
          "trust() of a second BigQueryFake: this JVM trusts another one, and can trust one at a"
              + " time. Close that one first, or run what uses the second one in a JVM with"
              + " trustingProperties().");
    }
    trustingProperties()
        .forEach((name, value) -> before.put(name, System.setProperty(name, value)));
    readWhomToTrust();
  }

  /** Sets the properties to what they were. */
  synchronized void distrust() {
    if (IN_FORCE.get() != this) {
      return;
    }
    before.forEach(
        (name, value) -> {
          if (value == null) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
    before.clear();
    readWhomToTrust();
    IN_FORCE.set(null);
  }

  /**
   * Java keeps the list of the properties it saw last, and where two threads ask at once for that
   * of new ones, the second may be given the old list, for the life of its connections. So that no
   * client is one of two, the new list is asked for here.
   */
  private static void readWhomToTrust() {
    try {
      acceptedByDefault();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java cannot read the certificates that it trusts.", e);
    }
  }

  /** Ours and those that are trusted without it: there is one list for the whole JVM. */
  private static void writeTrusted(KeyStore keys, Path file)
      throws GeneralSecurityException, IOException {
    KeyStore all = KeyStore.getInstance(TYPE);
    all.load(null, null);
    int count = 0;
    for (X509Certificate each : acceptedByDefault()) {
      all.setCertificateEntry("other-" + count++, each);
    }
    all.setCertificateEntry(ALIAS, keys.getCertificate(ALIAS));
    try (OutputStream out = Files.newOutputStream(file)) {
      all.store(out, PASSWORD.toCharArray());
    }
  }

  private static List<X509Certificate> acceptedByDefault() throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    List<X509Certificate> accepted = new ArrayList<>();
    for (TrustManager manager : factory.getTrustManagers()) {
      accepted.addAll(List.of(((X509TrustManager) manager).getAcceptedIssuers()));
    }
    return accepted;
  }

  private static void runKeytool(String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(args));
    Process keytool =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (keytool.waitFor() != 0) {
        throw new IOException("keytool, which comes with Java, could not make a certificate.");
      }
    } catch (InterruptedException e) {
      keytool.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while a certificate was made.", e);
    }
  }
}
