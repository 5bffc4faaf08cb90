package io.summerbeam.sdk.testing.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** All tables, by {@code dataset.table}, and what none of them takes. */
final class FakeTables {

  private final Map<String, FakeTable> tables = new ConcurrentHashMap<>();
  private final Map<String, String> rejected = new ConcurrentHashMap<>();

  Optional<FakeTable> find(String name) {
    return Optional.ofNullable(tables.get(name));
  }

  /** Makes a table; false if there is one of this name. */
  boolean create(String name, JsonNode description) {
    return tables.putIfAbsent(name, new FakeTable(description)) == null;
  }

  /** Makes a table of names, each with its type behind it. */
  void create(String name, String... namesAndTypes) {
    ObjectNode description = JsonNodeFactory.instance.objectNode();
    ArrayNode fields = description.putObject("schema").putArray("fields");
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      fields.addObject().put("name", namesAndTypes[i]).put("type", namesAndTypes[i + 1]);
    }
    if (!create(name, description)) {
      throw new IllegalArgumentException("There is a table " + name + " already.");
    }
  }

  void reject(String column, String value) {
    rejected.put(column, value);
  }

  /** The column for whose sake a row is rejected. */
  Optional<String> rejectedFor(JsonNode row) {
    return rejected.entrySet().stream()
        .filter(rule -> row.path(rule.getKey()).asText().equals(rule.getValue()))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
