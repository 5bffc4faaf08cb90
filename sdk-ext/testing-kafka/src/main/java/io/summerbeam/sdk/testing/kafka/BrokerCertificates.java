package io.summerbeam.sdk.testing.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Set;

/**
 * What a broker and its clients trust each other by, each signed by itself, as files in PEM: made
 * anew for a broker, and good for two days.
 *
 * @param trusted the broker's certificate, which clients are to trust
 * @param client the certificate that clients show
 * @param clientKey its private key, in PKCS #8
 */
public record BrokerCertificates(Path trusted, Path client, Path clientKey) {

  private static final String ALIAS = "key";
  private static final char[] STORE_PASSWORD = "of a test".toCharArray();
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  /** Makes them with the JDK's keytool. */
  static BrokerCertificates make(Path folder) throws IOException {
    Files.createDirectories(folder);
    KeyStore broker = selfSigned(brokerStore(folder));
    KeyStore client = selfSigned(folder.resolve("client.p12"));
    try {
      return new BrokerCertificates(
          pem(
              folder.resolve("trusted.pem"),
              "CERTIFICATE",
              broker.getCertificate(ALIAS).getEncoded()),
          pem(
              folder.resolve("client.pem"),
              "CERTIFICATE",
              client.getCertificate(ALIAS).getEncoded()),
          pem(
              folder.resolve("client.key"),
              "PRIVATE KEY",
              client.getKey(ALIAS, STORE_PASSWORD).getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("What keytool has made cannot be read.", e);
    }
  }

  static Path brokerStore(Path folder) {
    return folder.resolve("broker.p12");
  }

  static String storePassword() {
    return new String(STORE_PASSWORD);
  }

  private static KeyStore selfSigned(Path store) throws IOException {
    Path said = store.resolveSibling(store.getFileName() + ".log");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                storePassword())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(said.toFile()))
            .start();
    try {
      if (keytool.waitFor() != 0) {
        throw new IllegalStateException("keytool made no key: " + Files.readString(said));
      }
      KeyStore made = KeyStore.getInstance("PKCS12");
      try (InputStream file = Files.newInputStream(store)) {
        made.load(file, STORE_PASSWORD);
      }
      return made;
    } catch (InterruptedException e) {
      keytool.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a key was made.", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("What keytool has made cannot be read.", e);
    }
  }

  // Nobody else may read them: who takes a key from a file may insist on that.
  private static Path pem(Path file, String what, byte[] encoded) throws IOException {
    Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    return Files.writeString(
        file,
        "-----BEGIN "
            + what
            + "-----\n"
            + LINES.encodeToString(encoded)
            + "\n-----END "
            + what
            + "-----\n");
  }
}
