package io.summerbeam.io.kafka;

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

/** A schema registry: each schema that is posted to it gets an id, by which it is to be had. */
final class RegistryServer implements AutoCloseable {

  private final HttpServer server;
  // By the path they are asked for; the server has one thread.
  private final Map<String, String> schemas = new HashMap<>();
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger away = new AtomicInteger();

  RegistryServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Lets it be out of order for so many requests. */
  void goAway(int requests) {
    away.set(requests);
  }

  /** What it was asked, without bodies: {@code GET /schemas/ids/1}. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    asked.add(exchange.getRequestMethod() + " " + path);
    if (away.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      answer(exchange, 503, "{\"error_code\":50001}");
    } else if (path.endsWith("/versions")) {
      int id = schemas.size() + 1;
      // It is sent in the form in which it is given back.
      schemas.put("/schemas/ids/" + id, body);
      answer(exchange, 200, "{\"id\":" + id + "}");
    } else if (schemas.containsKey(path)) {
      answer(exchange, 200, schemas.get(path));
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
