package io.summerbeam.sdk.registry;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.summerbeam.sdk.secret.KeySource;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class RegistryTlsTest {

  private static final String PASSWORD = "password of a test";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private HttpsServer server;
  private Path store;
  private RestRegistry registry;

  @Before
  public void start() throws Exception {
    store = makeStore();
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context()));
    server.createContext(
        "/",
        exchange ->
            FakeRegistry.answer(
                exchange, 200, "{\"schema\":\"x\"}".getBytes(StandardCharsets.UTF_8)));
    server.start();
    registry =
        RestRegistry.at("https://localhost:" + server.getAddress().getPort()).withMaxRetries(0);
  }

  @After
  public void stop() {
    server.stop(0);
  }

  @Test
  public void trustStore_isTrusted() throws Exception {
    assertThat(
        registry.withTrustStore(store.toString(), password(PASSWORD)).schema(1),
        equalTo(Optional.of(RegistrySchema.of(SchemaKind.AVRO, "x"))));
  }

  @Test
  public void certificate_thatIsNotTrusted_isAnError() {
    assertThat(refusal(registry), containsString("failed in TLS. Is its certificate trusted"));
  }

  @Test
  public void trustStore_thatCannotBeRead_isAnError() throws Exception {
    assertThat(
        refusal(registry.withTrustStore(store.toString(), password("wrong"))),
        containsString("the trust store " + store + " cannot be read"));
    assertThat(
        refusal(registry.withTrustStore("/no/such/store", password(PASSWORD))),
        containsString("the trust store /no/such/store cannot be read"));
    assertThat(
        refusal(registry.withTrustStore(store.toString(), KeySource.of("file:/none"))),
        containsString("there is no password of the trust store. file:/none"));
  }

  private static String refusal(RestRegistry of) {
    return assertThrows(RegistryException.class, () -> of.schema(1)).getMessage();
  }

  private KeySource password(String text) throws Exception {
    Path file = folder.newFile().toPath();
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return KeySource.of("file:" + file);
  }

  private SSLContext context() throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(
        KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private Path makeStore() throws Exception {
    Path file = folder.getRoot().toPath().resolve("store.p12");
    File told = folder.newFile();
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "registry",
                "-keyalg",
                "EC",
                "-dname",
                "CN=registry",
                "-ext",
                "SAN=dns:localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(told)
            .start();
    assertThat(keytool.waitFor(1, TimeUnit.MINUTES), equalTo(true));
    assertThat(Files.readString(told.toPath()), keytool.exitValue(), equalTo(0));
    return file;
  }
}
