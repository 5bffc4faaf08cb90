package io.summerbeam.io.jdbc;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of one column; null where there is none.
 *
 * <p>The answer is the value of the field's type, or a {@link Misfit} that says why there is none.
 */
@FunctionalInterface
interface ColumnReader {

  @Nullable Object read(ResultSet rows, int index) throws SQLException;

  /** A value that the type of the field has no form for; it is not quoted. */
  record Misfit(String why) {}

  /** What a column is without being told; null where it has no type of its own here. */
  static @Nullable FieldType typeOf(Column column) {
    FieldType type =
        switch (column.type()) {
          case "int2" -> FieldType.INT16;
          case "int4" -> FieldType.INT32;
          case "int8" -> FieldType.INT64;
          case "numeric" -> FieldType.DECIMAL;
          case "bool" -> FieldType.BOOLEAN;
          case "float4" -> FieldType.FLOAT;
          case "float8" -> FieldType.DOUBLE;
          case "date" -> FieldType.logicalType(SqlTypes.DATE);
          case "time" -> FieldType.logicalType(SqlTypes.TIME);
          case "timestamp" -> FieldType.logicalType(SqlTypes.DATETIME);
          case "timestamptz" -> FieldType.logicalType(new MicrosInstant());
          case "bytea" -> FieldType.BYTES;
          default -> isText(column) ? FieldType.STRING : null;
        };
    return type == null ? null : type.withNullable(!column.required());
  }

  /** A reader of the column as a field; null where the column's type is not the field's. */
  static @Nullable ColumnReader of(Column column, FieldType field) {
    String type = column.type();
    return switch (field.getTypeName()) {
      case INT16 -> type.equals("int2") ? whole(TypeName.INT16) : null;
      case INT32 -> type.equals("int2") || type.equals("int4") ? whole(TypeName.INT32) : null;
      case INT64 ->
          type.equals("int2") || type.equals("int4") || type.equals("int8")
              ? whole(TypeName.INT64)
              : null;
      case DECIMAL -> type.equals("numeric") ? ColumnReader::decimal : null;
      case BOOLEAN -> type.equals("bool") ? (rows, i) -> orNull(rows, rows.getBoolean(i)) : null;
      case FLOAT -> type.equals("float4") ? (rows, i) -> orNull(rows, rows.getFloat(i)) : null;
      case DOUBLE ->
          type.equals("float4") || type.equals("float8")
              ? (rows, i) -> orNull(rows, rows.getDouble(i))
              : null;
      case STRING -> isText(column) ? ResultSet::getString : null;
      case BYTES -> type.equals("bytea") ? ResultSet::getBytes : null;
      case DATETIME -> type.equals("timestamptz") ? ColumnReader::millis : null;
      case LOGICAL_TYPE -> logical(type, field);
      default -> null;
    };
  }

  /** A reader of whole numbers of any size as a long. */
  private static ColumnReader whole(TypeName type) {
    return (rows, i) -> {
      long value = rows.getLong(i);
      if (rows.wasNull()) {
        return null;
      }
      return switch (type) {
        case INT16 -> value == (short) value ? (Object) (short) value : tooLarge(type);
        case INT32 -> value == (int) value ? (Object) (int) value : tooLarge(type);
        default -> value;
      };
    };
  }

  // Of a column whose type has changed since it was looked at.
  private static Misfit tooLarge(TypeName type) {
    return new Misfit("is too large for " + type);
  }

  private static @Nullable ColumnReader logical(String type, FieldType field) {
    if (sameLogical(field, FieldType.logicalType(SqlTypes.DATE)) && type.equals("date")) {
      return (rows, i) -> finite(rows.getObject(i, LocalDate.class), LocalDate.MIN, LocalDate.MAX);
    }
    if (sameLogical(field, FieldType.logicalType(SqlTypes.TIME)) && type.equals("time")) {
      return (rows, i) -> rows.getObject(i, LocalTime.class);
    }
    if (sameLogical(field, FieldType.logicalType(SqlTypes.DATETIME)) && type.equals("timestamp")) {
      return (rows, i) ->
          finite(rows.getObject(i, LocalDateTime.class), LocalDateTime.MIN, LocalDateTime.MAX);
    }
    if (sameLogical(field, FieldType.logicalType(new MicrosInstant()))
        && type.equals("timestamptz")) {
      return ColumnReader::micros;
    }
    return null;
  }

  static boolean sameLogical(FieldType field, FieldType other) {
    return field.getLogicalType() != null
        && other.getLogicalType() != null
        && field.getLogicalType().getIdentifier().equals(other.getLogicalType().getIdentifier());
  }

  static boolean isText(Column column) {
    return switch (column.type()) {
      case "uuid", "json", "jsonb", "xml" -> true;
      default -> column.text();
    };
  }

  private static @Nullable Object orNull(ResultSet rows, Object value) throws SQLException {
    return rows.wasNull() ? null : value;
  }

  private static @Nullable Object decimal(ResultSet rows, int i) throws SQLException {
    // NaN and the infinities are no BigDecimal; getBigDecimal would say so in words of its own.
    Object value = rows.getObject(i);
    return value == null || value instanceof BigDecimal
        ? value
        : new Misfit("is not a number (NaN or infinite)");
  }

  private static @Nullable Object micros(ResultSet rows, int i) throws SQLException {
    Object time =
        finite(rows.getObject(i, OffsetDateTime.class), OffsetDateTime.MIN, OffsetDateTime.MAX);
    return time instanceof OffsetDateTime at ? at.toInstant() : time;
  }

  private static @Nullable Object millis(ResultSet rows, int i) throws SQLException {
    Object time = micros(rows, i);
    if (!(time instanceof java.time.Instant at)) {
      return time;
    }
    return at.truncatedTo(ChronoUnit.MILLIS).equals(at)
        ? Instant.ofEpochMilli(at.toEpochMilli())
        : new Misfit("has microseconds; give the column the type MicrosInstant");
  }

  private static @Nullable Object finite(@Nullable Object value, Object lowest, Object highest) {
    return lowest.equals(value) || highest.equals(value) ? new Misfit("is infinite") : value;
  }
}
