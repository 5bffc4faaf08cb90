package io.summerbeam.sdk.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A stand-in for a schema registry on this machine, over HTTP, with as much of the usual API as
 * readers and writers of records need: each schema that is posted to it, under any subject, gets an
 * id, the first one 1, and is to be had by it. Anything else is not there.
 *
 * <pre>{@code
 * try (RegistryServer registry = new RegistryServer()) {
 *   AvroFormat.of().withRegistry(RestRegistry.at(registry.url()));
 *   ...
 * }
 * }</pre>
 *
 * <p>It checks no schema and knows no versions; what it holds is in memory.
 */
public final class RegistryServer implements AutoCloseable {

  private final HttpServer server;
  // The server has one thread. By their texts, as they were posted.
  private final Map<String, Integer> ids = new HashMap<>();
  // By the path they are asked for.
  private final Map<String, String> schemas = new HashMap<>();
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger away = new AtomicInteger();

  /** Starts it on a free port of the loopback. */
  public RegistryServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  /** What stands before {@code /subjects} and {@code /schemas}. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Lets it be out of order for so many requests. */
  public void goAway(int requests) {
    away.set(requests);
  }

  /** What it was asked, without bodies: {@code GET /schemas/ids/1}. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    asked.add(exchange.getRequestMethod() + " " + path);
    String schema = schemas.get(path);
    if (away.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      answer(exchange, 503, "{\"error_code\":50001}");
    } else if (exchange.getRequestMethod().equals("POST") && path.endsWith("/versions")) {
      int id = ids.computeIfAbsent(body, posted -> ids.size() + 1);
      // It is sent in the form in which it is given back.
      schemas.put("/schemas/ids/" + id, body);
      answer(exchange, 200, "{\"id\":" + id + "}");
    } else if (schema != null) {
      answer(exchange, 200, schema);
    } else {
      answer(exchange, 404, "{\"error_code\":40403}");
    }
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
