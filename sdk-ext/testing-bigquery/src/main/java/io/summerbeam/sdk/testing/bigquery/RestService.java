package io.summerbeam.sdk.testing.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** As much of the service's REST as tables and their rows need. */
final class RestService implements HttpHandler {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PATH =
      Pattern.compile(".*/datasets/([^/]+)(/tables)?(?:/([^/]+))?(?:/([^/]+))?");

  private final FakeTables tables;

  RestService(FakeTables tables) {
    this.tables = tables;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
      if (!path.matches()) {
        refuse(exchange, 501, "There is no such method here.");
      } else if (path.group(2) == null) {
        answer(exchange, 200, JSON.createObjectNode());
      } else if (path.group(3) == null) {
        create(exchange, path.group(1));
      } else {
        FakeTable table = tables.find(path.group(1) + "." + path.group(3)).orElse(null);
        if (table == null) {
          refuse(exchange, 404, "Not found: Table");
        } else {
          answer(
              exchange, 200, answer(exchange, table, path.group(4) == null ? "" : path.group(4)));
        }
      }
    }
  }

  private void create(HttpExchange exchange, String dataset) throws IOException {
    JsonNode description = JSON.readTree(body(exchange));
    String table = description.at("/tableReference/tableId").textValue();
    if (tables.create(dataset + "." + table, description)) {
      answer(exchange, 200, description);
    } else {
      refuse(exchange, 409, "Already Exists: Table");
    }
  }

  private JsonNode answer(HttpExchange exchange, FakeTable table, String method)
      throws IOException {
    return switch (method) {
      case "insertAll" -> new Inserts(tables, table).all(JSON.readTree(body(exchange)));
      case "data" -> list(table);
      default -> table.description();
    };
  }

  private static ObjectNode list(FakeTable table) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode rows = answer.putArray("rows");
    table.rows().forEach(row -> rows.add(ListedCells.row(row, table.columns())));
    return answer.put("totalRows", String.valueOf(rows.size()));
  }

  private static InputStream body(HttpExchange exchange) throws IOException {
    InputStream body = exchange.getRequestBody();
    return "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
        ? new GZIPInputStream(body)
        : body;
  }

  private static void refuse(HttpExchange exchange, int status, String message) throws IOException {
    ObjectNode refusal = JSON.createObjectNode();
    refusal.putObject("error").put("code", status).put("message", message);
    answer(exchange, status, refusal);
  }

  private static void answer(HttpExchange exchange, int status, JsonNode json) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(json);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
