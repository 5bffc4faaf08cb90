package io.summerbeam.sdk.registry;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority that no JVM knows, and the certificates it signs; made with the JDK's keytool. */
final class PrivateAuthority {

  /** Of all its stores. */
  static final String PASSWORD = "password of a test";

  private static final char[] SECRET = PASSWORD.toCharArray();
  private static final String AUTHORITY = "authority";

  private final Path folder;

  /**
   * Makes the authority.
   *
   * @param folder an empty one
   */
  PrivateAuthority(Path folder) throws Exception {
    this.folder = folder;
    makeKey("-alias", AUTHORITY, "-dname", "CN=" + AUTHORITY, "-ext", "bc:c");
  }

  /** A store with the authority's certificate, and nothing else. */
  Path trustStore() throws Exception {
    return written(trusted(), "trust.p12");
  }

  /** A store with a certificate of a name, which the authority has signed, and its key. */
  Path keyStore(String name) throws Exception {
    return written(signed(name), name + ".p12");
  }

  /**
   * What a server of a name shows: a certificate that the authority has signed. Of its clients it
   * trusts those that have one, too.
   */
  SSLContext server(String name) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(signed(name), SECRET);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private KeyStore trusted() throws Exception {
    KeyStore trust = empty();
    trust.setCertificateEntry(AUTHORITY, all().getCertificate(AUTHORITY));
    return trust;
  }

  private KeyStore signed(String name) throws Exception {
    makeKey(
        "-alias", name, "-dname", "CN=" + name, "-ext", "SAN=dns:" + name, "-signer", AUTHORITY);
    KeyStore all = all();
    KeyStore own = empty();
    own.setKeyEntry(name, all.getKey(name, SECRET), SECRET, all.getCertificateChain(name));
    return own;
  }

  private Path written(KeyStore store, String name) throws Exception {
    Path file = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, SECRET);
    }
    return file;
  }

  private KeyStore all() throws Exception {
    return KeyStore.getInstance(folder.resolve("keys.p12").toFile(), SECRET);
  }

  private static KeyStore empty() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private void makeKey(String... options) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                folder.resolve("keys.p12").toString()));
    command.addAll(List.of(options));
    Path told = folder.resolve("keytool.log");
    Process keytool =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(told.toFile()).start();
    assertThat(keytool.waitFor(1, TimeUnit.MINUTES), equalTo(true));
    assertThat(Files.readString(told), keytool.exitValue(), equalTo(0));
  }
}
