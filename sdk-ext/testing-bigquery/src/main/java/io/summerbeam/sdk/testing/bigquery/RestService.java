package io.summerbeam.sdk.testing.bigquery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** As much of the service's REST as tables and their rows need. */
final class RestService implements HttpHandler {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PATH =
      Pattern.compile(
          ".*/datasets/(?<dataset>[^/]+)(?<tables>/tables(?:/(?<table>[^/]+)(?:/(?<method>[^/]+))?)?)?");

  private final FakeTables tables;

  RestService(FakeTables tables) {
    this.tables = tables;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer;
      try {
        answer = answer(exchange);
      } catch (JsonProcessingException | RuntimeException e) {
        answer = refusal(400, "Invalid: " + e.getMessage());
      }
      send(exchange, answer);
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    Matcher parts = PATH.matcher(path);
    String call = exchange.getRequestMethod() + (parts.matches() ? " " + kind(parts) : "");
    return switch (call) {
      case "GET dataset" -> new Answer(200, JSON.createObjectNode());
      case "POST tables" -> create(parts.group("dataset"), JSON.readTree(body(exchange)));
      case "GET table" -> ofTable(parts, FakeTable::description);
      case "GET table/data" -> ofTable(parts, RestService::list);
      case "POST table/insertAll" -> {
        JsonNode request = JSON.readTree(body(exchange));
        yield ofTable(parts, table -> new Inserts(tables, table).all(request));
      }
      default ->
          refusal(501, "There is no such method here: " + exchange.getRequestMethod() + " " + path);
    };
  }

  private static String kind(Matcher parts) {
    if (parts.group("method") != null) {
      return "table/" + parts.group("method");
    }
    if (parts.group("table") != null) {
      return "table";
    }
    return parts.group("tables") == null ? "dataset" : "tables";
  }

  private Answer ofTable(Matcher parts, Function<FakeTable, JsonNode> answer) {
    return tables
        .find(parts.group("dataset") + "." + parts.group("table"))
        .map(table -> new Answer(200, answer.apply(table)))
        .orElseGet(() -> refusal(404, "Not found: Table"));
  }

  private Answer create(String dataset, JsonNode description) {
    String table = description.at("/tableReference/tableId").textValue();
    if (table == null) {
      return refusal(400, "Invalid: a table needs tableReference.tableId.");
    }
    return tables.create(dataset + "." + table, description)
        ? new Answer(200, description)
        : refusal(409, "Already Exists: Table");
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

  private static Answer refusal(int status, String message) {
    ObjectNode refusal = JSON.createObjectNode();
    refusal.putObject("error").put("code", status).put("message", message);
    return new Answer(status, refusal);
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(answer.json());
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(answer.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private record Answer(int status, JsonNode json) {}
}
