package io.summerbeam.io.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A service on this machine; it keeps what it was asked. */
final class Service implements AutoCloseable {

  static {
    // Else the server waits 40 ms for an acknowledgement between the headers and the body.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private HttpServer server;
  private ExecutorService threads;
  private final int port;
  final List<String> asked = new CopyOnWriteArrayList<>();
  final AtomicInteger most = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private volatile HttpHandler handler = exchange -> answer(exchange, 404, "");

  Service() {
    start(0);
    port = server.getAddress().getPort();
  }

  private void start(int atPort) {
    try {
      server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), atPort), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          most.accumulateAndGet(open.incrementAndGet(), Math::max);
          asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          try {
            handler.handle(exchange);
          } finally {
            open.decrementAndGet();
            exchange.close();
          }
        });
    server.start();
  }

  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  void startAgain() {
    start(port);
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  Service with(HttpHandler newHandler) {
    handler = newHandler;
    return this;
  }

  /** Answers of paths. */
  Service with(Map<String, String> answers) {
    return with(
        exchange -> {
          String body = answers.get(exchange.getRequestURI().getRawPath());
          answer(exchange, body == null ? 404 : 200, body == null ? "no such" : body);
        });
  }

  static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  static String body(HttpExchange exchange) throws IOException {
    return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    stop();
  }
}
