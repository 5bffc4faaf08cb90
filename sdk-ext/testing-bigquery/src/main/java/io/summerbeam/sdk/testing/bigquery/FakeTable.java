package io.summerbeam.sdk.testing.bigquery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A table: its description, and its rows by the names of columns. */
final class FakeTable {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  private final JsonNode description;
  private final List<Column> columns;
  private final List<ObjectNode> rows = new ArrayList<>();
  private final Set<String> insertIds = new HashSet<>();

  FakeTable(JsonNode description) {
    this.description = description;
    this.columns = Column.ofFields(description.at("/schema/fields"));
  }

  /** As it was given. */
  JsonNode description() {
    return description;
  }

  List<Column> columns() {
    return columns;
  }

  List<String> columnNames() {
    return columns.stream().map(Column::name).toList();
  }

  synchronized void add(List<ObjectNode> more) {
    rows.addAll(more);
  }

  /** Adds a row, unless there was one with this id. */
  synchronized void insert(String insertId, ObjectNode row) {
    if (insertId.isEmpty() || insertIds.add(insertId)) {
      rows.add(row);
    }
  }

  synchronized List<ObjectNode> rows() {
    return List.copyOf(rows);
  }

  List<String> rowsAsJson() {
    List<String> lines = new ArrayList<>();
    for (ObjectNode row : rows()) {
      try {
        lines.add(JSON.writeValueAsString(row));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("A row is no JSON.", e);
      }
    }
    return lines;
  }
}
