package io.summerbeam.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.summerbeam.io.http.HttpLookup;
import io.summerbeam.sdk.lookup.RowLookupSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/** A service on this machine that tells names: of one id by GET, of a list of them by POST. */
final class HttpService implements RestartableServer {

  static {
    // Else the server waits 40 ms for an acknowledgement between the headers and the body.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final String PATH = "/names/";
  private static final List<String> CONNECTED = List.of("01", "08");

  private final Function<String, Optional<String>> names;
  private final ObjectMapper json = new ObjectMapper();
  private final int port;
  private HttpServer server;
  private ExecutorService threads;

  /** Tells the names of {@link Customers}. */
  HttpService() throws IOException {
    this(
        id -> {
          long customer = Long.parseLong(id);
          return customer < Customers.COUNT
              ? Optional.of(Customers.name(customer))
              : Optional.empty();
        });
  }

  /**
   * Tells these names.
   *
   * @param names of ids; that of none is not there, and one that it throws IllegalArgumentException
   *     for is refused, with the whole list that it is in
   */
  HttpService(Function<String, Optional<String>> names) throws IOException {
    this.names = names;
    start(0);
    this.port = server.getAddress().getPort();
  }

  private void start(int atPort) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), atPort), 0);
    threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.createContext(PATH, this::answer);
    server.start();
  }

  /** Where a list of ids is sent to; behind it stands the one id that is asked for. */
  String url() {
    return "http://127.0.0.1:" + port + PATH;
  }

  private void answer(HttpExchange exchange) throws IOException {
    int status;
    JsonNode body;
    try {
      body =
          exchange.getRequestMethod().equals("POST")
              ? items(json.readTree(exchange.getRequestBody()).get("keys"))
              : item(exchange.getRequestURI().getPath().substring(PATH.length()));
      status = body.isNull() ? 404 : 200;
    } catch (IllegalArgumentException e) {
      body = json.nullNode();
      status = 400;
    }
    byte[] bytes = json.writeValueAsBytes(body);
    try (exchange) {
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private JsonNode items(JsonNode ids) {
    ArrayNode items = json.createArrayNode();
    for (JsonNode id : ids) {
      if (item(id.asText()) instanceof ObjectNode item) {
        items.add(item.<JsonNode>set("id", id));
      }
    }
    return items;
  }

  private JsonNode item(String id) {
    Optional<String> name = names.apply(id);
    return name.isPresent() ? json.createObjectNode().put("name", name.get()) : json.nullNode();
  }

  @Override
  public RowLookupSource customers() {
    return HttpLookup.get(url() + "{id}")
        .withKey("id", FieldType.INT64)
        .withValues(Customers.VALUE);
  }

  @Override
  public void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  @Override
  public void startAgain() throws IOException {
    start(port);
  }

  /** The other ends of its connections, which are in this JVM, as the kernel has them. */
  @Override
  public long connections() {
    // The client of JDK 17 cannot be closed: what it has ends when it is collected.
    System.gc();
    try {
      String remote = String.format(Locale.ROOT, ":%04X", port);
      long count = 0;
      for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
        for (String line : Files.readAllLines(Path.of(table), StandardCharsets.US_ASCII)) {
          String[] columns = line.strip().split(" +");
          if (columns[2].endsWith(remote) && CONNECTED.contains(columns[3])) {
            count++;
          }
        }
      }
      return count;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    stop();
  }
}
