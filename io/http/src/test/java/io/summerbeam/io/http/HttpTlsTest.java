package io.summerbeam.io.http;

import static io.summerbeam.sdk.testing.LookupAnswers.answer;
import static io.summerbeam.sdk.testing.LookupAnswers.failure;
import static io.summerbeam.sdk.testing.LookupAnswers.keys;
import static io.summerbeam.sdk.testing.LookupAnswers.row;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.summerbeam.sdk.lookup.Lookup;
import io.summerbeam.sdk.lookup.LookupException;
import io.summerbeam.sdk.testing.Leftovers;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * {@link HttpLookup} over TLS, with a certificate of the test's own that this JVM trusts or not.
 */
public class HttpTlsTest {

  private static final Schema ID = Schema.builder().addInt64Field("id").build();
  private static final Schema NAME = Schema.builder().addStringField("name").build();
  private static final String PASSWORD = "changeit";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private SSLContext before;
  private HttpsServer server;

  @Before
  public void keepWhatIsTrusted() throws Exception {
    before = SSLContext.getDefault();
  }

  @After
  public void trustAsBefore() {
    SSLContext.setDefault(before);
    if (server != null) {
      server.stop(0);
    }
  }

  @Test
  public void certificateThatIsTrusted_isAnswered() throws Exception {
    SSLContext.setDefault(start("dns:localhost,ip:127.0.0.1"));
    try (Lookup<Row, Row> lookup = lookup().open()) {
      assertThat(
          answer(lookup, keys(ID, 1L, 2L)),
          equalTo(Map.of(row(ID, 1L), row(NAME, "https /1"), row(ID, 2L), row(NAME, "https /2"))));
    }
  }

  @Test
  public void certificateThatIsNotTrusted_isPermanent() throws Exception {
    start("dns:localhost,ip:127.0.0.1");
    assertTlsFails();
  }

  @Test
  public void certificateOfAnotherName_isPermanent() throws Exception {
    SSLContext.setDefault(start("dns:other.example"));
    assertTlsFails();
  }

  private void assertTlsFails() throws Exception {
    try (Lookup<Row, Row> lookup = lookup().open()) {
      LookupException e = failure(lookup, keys(ID, 4711L));
      assertThat(e.getMessage(), containsString("TLS"));
      assertThat(e.isRetryable(), equalTo(false));
      assertThat(Leftovers.everything(e), not(containsString("4711")));
    }
  }

  private HttpLookup lookup() {
    return HttpLookup.get("https://localhost:" + server.getAddress().getPort() + "/{id}")
        .withKey("id", FieldType.INT64)
        .withValues(NAME);
  }

  /** Starts a server with a certificate of these names; returns what trusts it. */
  private SSLContext start(String names) throws Exception {
    SSLContext context = context(store(names));
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          Service.answer(exchange, 200, "{\"name\": \"https " + exchange.getRequestURI() + "\"}");
          exchange.close();
        });
    server.start();
    return context;
  }

  private Path store(String names) throws Exception {
    Path store = folder.getRoot().toPath().resolve("store.p12");
    Path told = folder.newFile().toPath();
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "service",
                "-keyalg",
                "EC",
                "-dname",
                "CN=service",
                "-ext",
                "SAN=" + names,
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .redirectOutput(told.toFile())
            .start();
    assertThat(keytool.waitFor(1, TimeUnit.MINUTES), equalTo(true));
    assertThat(Files.readString(told), keytool.exitValue(), equalTo(0));
    return store;
  }

  private static SSLContext context(Path file) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream bytes = Files.newInputStream(file)) {
      store.load(bytes, PASSWORD.toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }
}
