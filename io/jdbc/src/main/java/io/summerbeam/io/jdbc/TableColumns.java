package io.summerbeam.io.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.LogicalType;
import org.apache.beam.sdk.schemas.logicaltypes.EnumerationType;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.jspecify.annotations.Nullable;

/** The table that a schema describes. */
final class TableColumns {

  private TableColumns() {}

  /** The type of the column that a table made for the field has; null where no column fits. */
  static @Nullable String typeOf(FieldType field) {
    return switch (field.getTypeName()) {
      case BYTE, INT16 -> "smallint";
      case INT32 -> "integer";
      case INT64 -> "bigint";
      case DECIMAL -> "numeric";
      case FLOAT -> "real";
      case DOUBLE -> "double precision";
      case BOOLEAN -> "boolean";
      case STRING -> "text";
      case BYTES -> "bytea";
      case DATETIME -> "timestamp with time zone";
      case LOGICAL_TYPE -> typeOfLogical(field);
      default -> null;
    };
  }

  private static @Nullable String typeOfLogical(FieldType field) {
    LogicalType<?, ?> logical = field.getLogicalType();
    if (logical == null) {
      return null;
    }
    if (ColumnReader.sameLogical(field, FieldType.logicalType(SqlTypes.DATE))) {
      return "date";
    }
    if (ColumnReader.sameLogical(field, FieldType.logicalType(SqlTypes.TIME))) {
      return "time";
    }
    if (ColumnReader.sameLogical(field, FieldType.logicalType(SqlTypes.DATETIME))) {
      return "timestamp";
    }
    if (ColumnReader.sameLogical(field, FieldType.logicalType(new MicrosInstant()))) {
      return "timestamp with time zone";
    }
    return logical instanceof EnumerationType ? "text" : typeOf(logical.getBaseType());
  }

  /**
   * The statement that makes the table.
   *
   * @param key the columns of the primary key; none for a table without one
   */
  static String create(TableName table, Schema schema, List<String> key) {
    List<String> parts = new ArrayList<>();
    for (Field field : schema.getFields()) {
      boolean required = !field.getType().getNullable() || key.contains(field.getName());
      parts.add(
          Identifier.quote(field.getName())
              + " "
              + typeOf(field.getType())
              + (required ? " NOT NULL" : ""));
    }
    if (!key.isEmpty()) {
      parts.add(
          "PRIMARY KEY ("
              + key.stream().map(Identifier::quote).collect(Collectors.joining(", "))
              + ")");
    }
    return "CREATE TABLE " + table.sql() + " (" + String.join(", ", parts) + ")";
  }
}
