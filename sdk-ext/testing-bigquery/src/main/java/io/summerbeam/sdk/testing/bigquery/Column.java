package io.summerbeam.sdk.testing.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import com.google.cloud.bigquery.storage.v1.TableSchema;
import java.util.ArrayList;
import java.util.List;

/**
 * A column of a table.
 *
 * @param inner those of a STRUCT
 */
record Column(String name, CellType type, TableFieldSchema.Mode mode, List<Column> inner) {

  /** The columns in a table's or column's description. */
  static List<Column> ofFields(JsonNode fields) {
    List<Column> columns = new ArrayList<>();
    for (JsonNode field : fields) {
      columns.add(
          new Column(
              field.required("name").textValue(),
              CellType.named(field.required("type").textValue()),
              TableFieldSchema.Mode.valueOf(field.path("mode").asText("NULLABLE")),
              ofFields(field.path("fields"))));
    }
    return columns;
  }

  boolean repeated() {
    return mode == TableFieldSchema.Mode.REPEATED;
  }

  /** As the Storage Write API describes a table. */
  static TableSchema toWireSchema(List<Column> columns) {
    return TableSchema.newBuilder()
        .addAllFields(columns.stream().map(Column::toWireField).toList())
        .build();
  }

  private TableFieldSchema toWireField() {
    return TableFieldSchema.newBuilder()
        .setName(name)
        .setType(type.wireType())
        .setMode(mode)
        .addAllFields(inner.stream().map(Column::toWireField).toList())
        .build();
  }
}
