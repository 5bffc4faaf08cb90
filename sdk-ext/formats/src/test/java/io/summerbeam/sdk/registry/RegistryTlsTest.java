package io.summerbeam.sdk.registry;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.summerbeam.sdk.secret.KeySource;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.After;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** A registry at https: with the certificate of an authority that only its own clients know. */
@RunWith(JUnit4.class)
public class RegistryTlsTest {

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static final String NOT_TRUSTED = "failed in TLS. Is its certificate trusted";
  private static final String NONE_SHOWN =
      "Does it ask for a certificate of the client (withKeyStore)?";
  private static final String SHOWN_IS_REFUSED =
      "Does it trust the certificate of the client (withKeyStore)?";
  private static final Optional<RegistrySchema> SCHEMA =
      Optional.of(RegistrySchema.of(SchemaKind.AVRO, "x"));

  private static PrivateAuthority authority;
  private static SSLContext localhost;
  private static String trusted;
  private static Path client;
  private static Path stranger;

  private final List<String> credentials = new CopyOnWriteArrayList<>();
  private HttpsServer server;

  @BeforeClass
  public static void makeAuthority() throws Exception {
    authority = new PrivateAuthority(FOLDER.newFolder().toPath());
    localhost = authority.server("localhost");
    trusted = authority.trustStore().toString();
    client = authority.keyStore("client");
    stranger = new PrivateAuthority(FOLDER.newFolder().toPath()).keyStore("client");
  }

  @After
  public void stop() {
    server.stop(0);
  }

  @Test
  public void authority_thatIsTrusted_vouchesForTheRegistry() throws Exception {
    assertThat(
        registry(localhost)
            .withTrustStore(trusted, secret(PrivateAuthority.PASSWORD))
            .withBearerToken(secret("t0ken"))
            .schema(1),
        equalTo(SCHEMA));
    assertThat(credentials, contains("Bearer t0ken"));
  }

  @Test
  public void authority_thatIsNotTrusted_isAnError_andNoCredentialsAreSent() throws Exception {
    RestRegistry registry = registry(localhost).withBearerToken(secret("t0ken"));
    assertThat(refusal(registry), containsString(NOT_TRUSTED));
    String other = new PrivateAuthority(FOLDER.newFolder().toPath()).trustStore().toString();
    assertThat(
        refusal(registry.withTrustStore(other, secret(PrivateAuthority.PASSWORD))),
        containsString(NOT_TRUSTED));
    assertThat(credentials, empty());
  }

  @Test
  public void certificate_ofAnotherName_isAnError_andNoCredentialsAreSent() throws Exception {
    assertThat(
        refusal(
            registry(authority.server("elsewhere.invalid"))
                .withTrustStore(trusted, secret(PrivateAuthority.PASSWORD))
                .withBearerToken(secret("t0ken"))),
        containsString(NOT_TRUSTED));
    assertThat(credentials, empty());
  }

  @Test
  public void trustStore_thatCannotBeRead_isAnError() throws Exception {
    RestRegistry registry = registry(localhost);
    assertThat(
        refusal(registry.withTrustStore(trusted, secret("wrong"))),
        containsString("the trust store " + trusted + " cannot be read"));
    assertThat(
        refusal(registry.withTrustStore("/no/such/store", secret(PrivateAuthority.PASSWORD))),
        containsString("the trust store /no/such/store cannot be read"));
    assertThat(
        refusal(registry.withTrustStore(trusted, KeySource.of("file:/none"))),
        containsString("there is no password of the trust store. file:/none"));
  }

  @Test
  public void registryThatAsksForACertificate_isShownIt() throws Exception {
    RestRegistry registry = showing(asking(), client);
    assertThat(registry.schema(1), equalTo(SCHEMA));
    assertThat(SerializableUtils.clone(registry).schema(2), equalTo(SCHEMA));
  }

  @Test
  public void certificateThatNobodyAsksFor_isNoHindrance() throws Exception {
    assertThat(showing(trusting(registry(localhost)), client).schema(1), equalTo(SCHEMA));
  }

  @Test
  public void registryThatAsksForACertificate_withoutOne_isAnError() throws Exception {
    assertThat(refusal(asking().withBearerToken(secret("t0ken"))), containsString(NONE_SHOWN));
    assertThat(credentials, empty());
  }

  @Test
  public void certificateThatTheRegistryDoesNotTrust_isAnError() throws Exception {
    assertThat(refusal(showing(asking(), stranger)), containsString(SHOWN_IS_REFUSED));
  }

  @Test
  public void certificateThatIsRenewed_isReadAgain() throws Exception {
    Path file = FOLDER.newFolder().toPath().resolve("client.p12");
    Files.copy(stranger, file);
    RestRegistry registry = showing(asking(), file);
    assertThat(refusal(registry), containsString(SHOWN_IS_REFUSED));
    FileTime before = Files.getLastModifiedTime(file);
    Files.copy(client, file, StandardCopyOption.REPLACE_EXISTING);
    // File systems may know no more than the second.
    Files.setLastModifiedTime(file, FileTime.fromMillis(before.toMillis() + 10_000));
    assertThat(registry.schema(1), equalTo(SCHEMA));
  }

  @Test
  public void certificateThatIsBeingWritten_isUsedOnceItIsWhole() throws Exception {
    Path file = FOLDER.newFolder().toPath().resolve("client.p12");
    Files.copy(client, file);
    RestRegistry registry = showing(asking(), file);
    assertThat(registry.schema(1), equalTo(SCHEMA));
    FileTime before = Files.getLastModifiedTime(file);
    Files.write(file, Arrays.copyOf(Files.readAllBytes(client), 100));
    Files.setLastModifiedTime(file, FileTime.fromMillis(before.toMillis() + 10_000));
    assertThat(registry.schema(2), equalTo(SCHEMA));
    Files.copy(stranger, file, StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(file, FileTime.fromMillis(before.toMillis() + 20_000));
    assertThat(
        assertThrows(RegistryException.class, () -> registry.schema(3)).getMessage(),
        containsString(SHOWN_IS_REFUSED));
  }

  @Test
  public void keyStore_thatCannotBeRead_isAnError_withoutThePassword() throws Exception {
    RestRegistry registry = trusting(registry(localhost));
    KeySource password = secret(PrivateAuthority.PASSWORD);
    RestRegistry wrong = registry.withKeyStore(client.toString(), secret("wr0ng"));
    assertThat(refusal(wrong), containsString("the key store " + client + " cannot be read"));
    assertThat(refusal(wrong) + wrong, not(containsString("wr0ng")));
    assertThat(
        refusal(registry.withKeyStore("/no/such/store", password)),
        containsString("the key store /no/such/store cannot be read"));
    assertThat(
        refusal(registry.withKeyStore(client.toString(), KeySource.of("file:/none"))),
        containsString("there is no password of the key store. file:/none"));
    assertThat(
        refusal(registry.withKeyStore(trusted, password)),
        containsString("the key store " + trusted + " must have a private key"));
  }

  /** A client of a registry that asks for a certificate, which the client does not show yet. */
  private RestRegistry asking() throws Exception {
    return trusting(
        registry(
            new HttpsConfigurator(localhost) {
              @Override
              public void configure(HttpsParameters parameters) {
                SSLParameters tls = getSSLContext().getDefaultSSLParameters();
                tls.setNeedClientAuth(true);
                parameters.setSSLParameters(tls);
              }
            }));
  }

  private static RestRegistry trusting(RestRegistry registry) throws Exception {
    return registry.withTrustStore(trusted, secret(PrivateAuthority.PASSWORD));
  }

  private static RestRegistry showing(RestRegistry registry, Path store) throws Exception {
    return registry.withKeyStore(store.toString(), secret(PrivateAuthority.PASSWORD));
  }

  private RestRegistry registry(SSLContext context) throws Exception {
    return registry(new HttpsConfigurator(context));
  }

  /** A client of a registry that is started, and shows a certificate, on this machine. */
  private RestRegistry registry(HttpsConfigurator tls) throws Exception {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), 0), 0);
    server.setHttpsConfigurator(tls);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            credentials.addAll(
                exchange.getRequestHeaders().getOrDefault("Authorization", List.of()));
            FakeRegistry.answer(
                exchange, 200, "{\"schema\":\"x\"}".getBytes(StandardCharsets.UTF_8));
          }
        });
    server.start();
    return RestRegistry.at("https://localhost:" + server.getAddress().getPort()).withMaxRetries(0);
  }

  private static String refusal(RestRegistry of) {
    return assertThrows(RegistryException.class, () -> of.schema(1)).getMessage();
  }

  private static KeySource secret(String text) throws Exception {
    Path file = FOLDER.newFile().toPath();
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return KeySource.of("file:" + file);
  }
}
