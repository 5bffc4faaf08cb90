package io.summerbeam.io.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/**
 * As much of the service's REST as a table and streaming inserts need: one dataset, any tables. It
 * rejects the rows whose {@code state} is {@value #BAD_STATE}.
 */
final class RestService implements HttpHandler {

  static final String BAD_STATE = "XX";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, JsonNode> tables = new ConcurrentHashMap<>();
  private final Map<String, List<String>> rows = new ConcurrentHashMap<>();

  /** A table is there that nobody has written to. */
  void create(String table) {
    tables.put(table, JSON.createObjectNode());
  }

  boolean hasTable(String table) {
    return tables.containsKey(table);
  }

  /** The names of a table's columns, in their order. */
  List<String> columns(String table) {
    List<String> names = new ArrayList<>();
    tables
        .get(table)
        .at("/schema/fields")
        .forEach(field -> names.add(field.get("name").textValue()));
    return names;
  }

  /** The rows that were inserted, each with its cells by name, sorted. */
  List<String> rows(String table) {
    return rows.getOrDefault(table, List.of()).stream().sorted().toList();
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String uri = exchange.getRequestURI().getPath();
      String[] path = uri.substring(uri.indexOf("/datasets/") + 10).split("/", -1);
      boolean post = exchange.getRequestMethod().equals("POST");
      JsonNode request = post ? JSON.readTree(body(exchange)) : JSON.nullNode();
      if (path.length == 1) {
        answer(exchange, 200, JSON.createObjectNode());
      } else if (post && path.length == 2) {
        tables.put(request.at("/tableReference/tableId").textValue(), request);
        answer(exchange, 200, request);
      } else if (post && tables.containsKey(path[2])) {
        answer(exchange, 200, insert(path[2], request));
      } else if (tables.containsKey(path[2])) {
        answer(exchange, 200, tables.get(path[2]));
      } else {
        ObjectNode notFound = JSON.createObjectNode();
        notFound.putObject("error").put("code", 404).put("message", "Not found");
        answer(exchange, 404, notFound);
      }
    }
  }

  private ObjectNode insert(String table, JsonNode request) {
    ObjectNode response = JSON.createObjectNode();
    ArrayNode errors = response.putArray("insertErrors");
    int index = 0;
    for (JsonNode row : request.get("rows")) {
      JsonNode cells = row.get("json");
      if (cells.path("state").asText().equals(BAD_STATE)) {
        errors
            .addObject()
            .put("index", index)
            .putArray("errors")
            .addObject()
            .put("reason", "invalid")
            .put("location", "state")
            .put("message", "no such state: " + BAD_STATE);
      } else {
        Map<String, String> byName = new TreeMap<>();
        cells
            .fields()
            .forEachRemaining(cell -> byName.put(cell.getKey(), cell.getValue().asText()));
        rows.computeIfAbsent(table, unused -> new CopyOnWriteArrayList<>()).add(byName.toString());
      }
      index++;
    }
    return response;
  }

  private static InputStream body(HttpExchange exchange) throws IOException {
    InputStream body = exchange.getRequestBody();
    return "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
        ? new GZIPInputStream(body)
        : body;
  }

  private static void answer(HttpExchange exchange, int status, JsonNode json) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(json);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
