package io.summerbeam.io.bigquery;

import io.summerbeam.sdk.schema.Fields;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;

/**
 * Which columns of a table are JSON.
 *
 * @param parsed whether they are written as values, as a file to load has them, and not as text
 */
record JsonColumns(List<String> names, boolean parsed) {

  boolean has(String name) {
    return names.contains(name);
  }

  void check(Schema schema) {
    for (String name : names) {
      TypeName type =
          schema.getField(Fields.indexOf(name, schema, "withJson()")).getType().getTypeName();
      if (type != TypeName.STRING && type != TypeName.ROW) {
        throw new IllegalArgumentException(
            "withJson(): the field '" + name + "' must be STRING or ROW, but is: " + type);
      }
    }
  }

  ColumnType type(FieldType type) {
    boolean text = type.getTypeName() == TypeName.STRING;
    CellWriter writer =
        parsed
            ? (text ? JsonCells::parsed : JsonCells::parsedRow)
            : (text ? JsonCells::text : JsonCells::row);
    return ColumnType.scalar("JSON", writer);
  }
}
