package io.summerbeam.samples.deadletters;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A schema registry that has one schema of Avro: orders of an id and a name, with the id 1. */
final class OneSchema implements AutoCloseable {

  /** The schema. */
  static final String ORDER =
      "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[{\"name\":\"id\",\"type\":\"long\"},"
          + "{\"name\":\"name\",\"type\":\"string\"}]}";

  private final HttpServer server;

  OneSchema() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", OneSchema::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** An order as it stands in a topic. */
  static byte[] order(int schema, int id, char name) {
    return new byte[] {0, 0, 0, 0, (byte) schema, (byte) (2 * id), 2, (byte) name};
  }

  private static void handle(HttpExchange exchange) throws IOException {
    boolean isThere = exchange.getRequestURI().getPath().equals("/schemas/ids/1");
    String answer =
        isThere ? "{\"schema\":\"" + ORDER.replace("\"", "\\\"") + "\"}" : "{\"error_code\":40403}";
    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(isThere ? 200 : 404, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
