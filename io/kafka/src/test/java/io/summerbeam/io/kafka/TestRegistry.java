package io.summerbeam.io.kafka;

import io.summerbeam.sdk.registry.RestRegistry;
import io.summerbeam.sdk.secret.KeySource;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One schema registry for all tests of the module: Apicurio, in a process of its own that ends with
 * their JVM, and with its schemas in memory. It takes the tokens of its {@link #tokens}, and the
 * secret that these are given out for.
 */
final class TestRegistry {

  // Below those of outgoing connections: who asks whether it is there could be given its port.
  private static final int FIRST_PORT = 15_000;
  private static final int LAST_PORT = 31_000;

  private static final Duration READY = Duration.ofMinutes(3);
  private static final Duration ANSWER = Duration.ofMinutes(1);

  private static TestRegistry registry;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final TokenServer tokens;
  private final Path folder;
  private final int port;

  private TestRegistry(TokenServer tokens, Path folder, int port) {
    this.tokens = tokens;
    this.folder = folder;
    this.port = port;
  }

  static synchronized TestRegistry get() {
    try {
      if (registry == null) {
        TestRegistry starting =
            new TestRegistry(new TokenServer(), Files.createTempDirectory("registry"), freePort());
        starting.awaitReady(starting.launch());
        registry = starting;
      }
      return registry;
    } catch (IOException | GeneralSecurityException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // Somebody has it. Another one.
      }
    }
  }

  private Process launch() throws IOException, URISyntaxException {
    Path ours =
        Path.of(RegistryMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            // It starts in half of the time, and is as quick as a test needs it.
            "-XX:TieredStopAtLevel=1",
            "-Djava.net.preferIPv4Stack=true",
            "-cp",
            ours + File.pathSeparator + System.getProperty("registry.jar"),
            RegistryMain.class.getName());
    builder
        .environment()
        .putAll(
            Map.of(
                "QUARKUS_HTTP_HOST",
                "127.0.0.1",
                "QUARKUS_HTTP_PORT",
                String.valueOf(port),
                "REGISTRY_AUTH_ENABLED",
                "true",
                "QUARKUS_OIDC_AUTH_SERVER_URL",
                tokens.url(),
                "QUARKUS_OIDC_DISCOVERY_ENABLED",
                "false",
                "QUARKUS_OIDC_JWKS_PATH",
                "/keys",
                // It exchanges a user and a password for a token itself.
                "CLIENT_CREDENTIALS_BASIC_AUTH_ENABLED",
                "true",
                "TOKEN_ENDPOINT",
                tokens.tokenUrl()));
    return builder
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(log().toFile())
        .start();
  }

  private void awaitReady(Process process) throws IOException {
    long end = System.nanoTime() + READY.toNanos();
    while (!isReady()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        process.destroyForcibly();
        throw new IllegalStateException(
            "The registry did not start. Its log:\n" + Files.readString(log()));
      }
      sleep();
    }
  }

  private boolean isReady() {
    try {
      return send(request("/health/ready").GET().build()).statusCode() == 200;
    } catch (IOException e) {
      // Not yet.
      return false;
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private Path log() {
    return folder.resolve("registry.log");
  }

  /** Who gives out what it takes. */
  TokenServer tokens() {
    return tokens;
  }

  /** What stands before {@code /subjects}. */
  String url() {
    return "http://127.0.0.1:" + port + "/apis/ccompat/v7";
  }

  /** A client without credentials, and with patience. */
  RestRegistry anonymous() {
    return RestRegistry.at(url()).withTimeout(ANSWER);
  }

  /** A client that it answers, and that remembers nothing yet. */
  RestRegistry client() throws IOException {
    return anonymous()
        .withBasicAuthentication(
            TokenServer.CLIENT, KeySource.of("file:" + secret(TokenServer.SECRET)));
  }

  /** A file with a secret. */
  Path secret(String text) throws IOException {
    // Temporary files are for their owner's eyes only, as a KeySource wants it.
    return Files.writeString(Files.createTempFile(folder, "secret", null), text);
  }

  /** From now on new versions of a subject, which is there, must be compatible in this way. */
  void demand(String subject, String compatibility) throws IOException {
    HttpRequest request =
        request("/apis/ccompat/v7/config/" + subject)
            .header("Authorization", "Bearer " + tokens.token())
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .PUT(BodyPublishers.ofString("{\"compatibility\":\"" + compatibility + "\"}"))
            .build();
    HttpResponse<String> response = send(request);
    if (response.statusCode() != 200) {
      throw new IllegalStateException(response.statusCode() + ": " + response.body());
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(ANSWER);
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException(e);
  }
}
