package io.summerbeam.sdk.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A registry's REST API on this machine: what it answers is said for each request. */
final class FakeRegistry implements AutoCloseable {

  static {
    // Else the server waits 40 ms for an acknowledgement between the headers and the body.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, HttpHandler> answers = new ConcurrentHashMap<>();

  /** Each request with its body: {@code GET /schemas/ids/1}. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  /** The header of the last request that has credentials. */
  final List<String> credentials = new CopyOnWriteArrayList<>();

  FakeRegistry() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Without pauses that nobody needs. */
  RestRegistry registry() {
    return RestRegistry.at(url());
  }

  /** Answers a request with these, one after the other, and with the last of them for good. */
  FakeRegistry on(String request, HttpHandler... handlers) {
    int[] next = {0};
    answers.put(
        request,
        exchange -> {
          HttpHandler handler;
          synchronized (next) {
            handler = handlers[Math.min(next[0]++, handlers.length - 1)];
          }
          handler.handle(exchange);
        });
    return this;
  }

  static HttpHandler json(int status, String body) {
    return exchange -> answer(exchange, status, body.getBytes(StandardCharsets.UTF_8));
  }

  static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      String body =
          new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      asked.add(body.isEmpty() ? request : request + " " + body);
      credentials.addAll(exchange.getRequestHeaders().getOrDefault("Authorization", List.of()));
      answers
          .getOrDefault(request, json(404, "{\"error_code\":40403,\"message\":\"none\"}"))
          .handle(exchange);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
