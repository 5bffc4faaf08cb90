package io.summerbeam.sdk.testing.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** {@code tabledata.insertAll}: each row by itself, or all or none. */
final class Inserts {

  private final FakeTables tables;
  private final FakeTable table;

  Inserts(FakeTables tables, FakeTable table) {
    this.tables = tables;
    this.table = table;
  }

  ObjectNode all(JsonNode request) {
    ObjectNode response = JsonNodeFactory.instance.objectNode();
    ArrayNode errors = response.putArray("insertErrors");
    List<Integer> good = new ArrayList<>();
    List<ObjectNode> rows = new ArrayList<>();
    JsonNode sent = request.required("rows");
    for (int i = 0; i < sent.size(); i++) {
      try {
        ObjectNode row = JsonCells.row(sent.get(i).required("json"), table.columns());
        String column = tables.rejectedFor(row).orElse(null);
        if (column == null) {
          good.add(i);
          rows.add(row);
        } else {
          error(errors, i, "invalid", column, "no such value: " + row.get(column).asText());
        }
      } catch (RuntimeException e) {
        error(errors, i, "invalid", "", String.valueOf(e.getMessage()));
      }
    }
    if (errors.isEmpty() || request.path("skipInvalidRows").asBoolean()) {
      for (int i = 0; i < good.size(); i++) {
        table.insert(sent.get(good.get(i)).path("insertId").asText(), rows.get(i));
      }
    } else {
      good.forEach(index -> error(errors, index, "stopped", "", ""));
    }
    return response;
  }

  private static void error(
      ArrayNode errors, int index, String reason, String location, String message) {
    errors
        .addObject()
        .put("index", index)
        .putArray("errors")
        .addObject()
        .put("reason", reason)
        .put("location", location)
        .put("message", message);
  }
}
