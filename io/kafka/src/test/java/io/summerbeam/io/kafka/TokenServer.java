package io.summerbeam.io.kafka;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives out tokens to a client with its secret, and the key that they are signed with. */
final class TokenServer implements AutoCloseable {

  static final String CLIENT = "orders-job";
  static final String SECRET = "5ecret of the client";

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  // Longer than tests take: who keeps a token may keep it for as long.
  private static final long LIFETIME_SECONDS = 3_600;

  private final KeyPair keys;
  private final HttpServer server;
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  TokenServer() throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    keys = generator.generateKeyPair();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/token", this::token);
    server.createContext("/keys", exchange -> answer(exchange, 200, keys()));
    server.start();
  }

  /** What its other URLs begin with. */
  String url() {
    return url("");
  }

  String tokenUrl() {
    return url("/token");
  }

  String keysUrl() {
    return url("/keys");
  }

  /** What clients have sent when they asked for a token. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private void token(HttpExchange exchange) throws IOException {
    String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    asked.add(form);
    if (!isClient(exchange.getRequestHeaders().getFirst("Authorization"), form)) {
      answer(exchange, 401, "{\"error\":\"invalid_client\"}");
      return;
    }
    answer(
        exchange,
        200,
        "{\"access_token\":\""
            + token()
            + "\",\"token_type\":\"Bearer\",\"expires_in\":"
            + LIFETIME_SECONDS
            + "}");
  }

  /** Kafka sends the secret in the header, Apicurio in the form. */
  private static boolean isClient(@Nullable String header, String form) {
    String login =
        Base64.getEncoder()
            .encodeToString((CLIENT + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
    return ("Basic " + login).equals(header)
        || Arrays.asList(form.split("&", -1))
            .containsAll(
                List.of(
                    "client_id=" + CLIENT,
                    "client_secret=" + URLEncoder.encode(SECRET, StandardCharsets.UTF_8)));
  }

  /** A token of the client. */
  String token() {
    long now = Instant.now().getEpochSecond();
    String text =
        encoded("{\"alg\":\"RS256\",\"kid\":\"one\"}")
            + "."
            + encoded(
                "{\"sub\":\""
                    + CLIENT
                    + "\",\"scope\":\"kafka\",\"iat\":"
                    + now
                    + ",\"exp\":"
                    + (now + LIFETIME_SECONDS)
                    + "}");
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(keys.getPrivate());
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return text + "." + BASE64.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String keys() {
    RSAPublicKey key = (RSAPublicKey) this.keys.getPublic();
    return "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"one\",\"use\":\"sig\",\"alg\":\"RS256\",\"n\":\""
        + unsigned(key.getModulus())
        + "\",\"e\":\""
        + unsigned(key.getPublicExponent())
        + "\"}]}";
  }

  private static String unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int from = bytes[0] == 0 ? 1 : 0;
    return BASE64.encodeToString(Arrays.copyOfRange(bytes, from, bytes.length));
  }

  private static String encoded(String json) {
    return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
