package io.summerbeam.io.jdbc;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.LogicalType;
import org.apache.beam.sdk.schemas.logicaltypes.EnumerationType;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.joda.time.ReadableInstant;
import org.jspecify.annotations.Nullable;

/**
 * How the values of a field become those of a column: each is encoded, and those of many rows are
 * sent as one array.
 */
final class ColumnWriter {

  private static final String TEXT = "text";

  private final Column column;
  private final String elementType;
  private final IntFunction<@Nullable Object[]> array;
  private final Function<Object, Object> encoder;

  private ColumnWriter(
      Column column,
      String elementType,
      IntFunction<@Nullable Object[]> array,
      Function<Object, Object> encoder) {
    this.column = column;
    this.elementType = elementType;
    this.array = array;
    this.encoder = encoder;
  }

  /** A writer of the field into the column; null where the column's type is not the field's. */
  static @Nullable ColumnWriter of(Column column, FieldType field) {
    String type = column.type();
    return switch (field.getTypeName()) {
      case BYTE, INT16 -> whole(column, Short.BYTES);
      case INT32 -> whole(column, Integer.BYTES);
      case INT64 -> whole(column, Long.BYTES);
      case DECIMAL -> type.equals("numeric") ? asText(column, type, Object::toString) : null;
      case FLOAT ->
          type.equals("float4")
              ? new ColumnWriter(column, type, Float[]::new, value -> value)
              : floating(column);
      case DOUBLE -> floating(column);
      case BOOLEAN ->
          type.equals("bool")
              ? new ColumnWriter(column, type, Boolean[]::new, value -> value)
              : null;
      case STRING ->
          ColumnReader.isText(column)
              ? asText(column, TEXT, value -> EncodedText.of((String) value))
              : null;
      case BYTES ->
          type.equals("bytea") ? new ColumnWriter(column, type, byte[][]::new, v -> v) : null;
      case DATETIME ->
          type.equals("timestamptz")
              ? asText(column, type, value -> EncodedText.of((ReadableInstant) value))
              : null;
      case LOGICAL_TYPE -> logical(column, field);
      default -> null;
    };
  }

  private static @Nullable ColumnWriter whole(Column column, int bytes) {
    return switch (column.type()) {
      case "int2" ->
          bytes == Short.BYTES
              ? new ColumnWriter(column, "int2", Short[]::new, v -> ((Number) v).shortValue())
              : null;
      case "int4" ->
          bytes <= Integer.BYTES
              ? new ColumnWriter(column, "int4", Integer[]::new, v -> ((Number) v).intValue())
              : null;
      case "int8" -> new ColumnWriter(column, "int8", Long[]::new, v -> ((Number) v).longValue());
      case "numeric" -> asText(column, "numeric", Object::toString);
      default -> null;
    };
  }

  private static @Nullable ColumnWriter floating(Column column) {
    return column.type().equals("float8")
        ? new ColumnWriter(column, "float8", Double[]::new, v -> ((Number) v).doubleValue())
        : null;
  }

  private static ColumnWriter asText(
      Column column, String elementType, Function<Object, Object> encoder) {
    return new ColumnWriter(column, elementType, String[]::new, encoder);
  }

  private static @Nullable ColumnWriter logical(Column column, FieldType field) {
    String type = column.type();
    LogicalType<?, ?> logical = field.getLogicalType();
    if (logical == null) {
      return null;
    }
    if (ColumnReader.sameLogical(field, FieldType.logicalType(SqlTypes.DATE))) {
      return type.equals("date")
          ? asText(column, type, value -> EncodedText.of((LocalDate) value))
          : null;
    }
    if (ColumnReader.sameLogical(field, FieldType.logicalType(SqlTypes.TIME))) {
      return type.equals("time")
          ? asText(column, type, value -> EncodedText.of((LocalTime) value))
          : null;
    }
    if (ColumnReader.sameLogical(field, FieldType.logicalType(SqlTypes.DATETIME))) {
      return type.equals("timestamp")
          ? asText(column, type, value -> EncodedText.of((LocalDateTime) value))
          : null;
    }
    if (ColumnReader.sameLogical(field, FieldType.logicalType(new MicrosInstant()))) {
      return type.equals("timestamptz")
          ? asText(column, type, value -> EncodedText.of((java.time.Instant) value))
          : null;
    }
    if (logical instanceof EnumerationType enumeration) {
      return ColumnReader.isText(column)
          ? asText(column, TEXT, v -> enumeration.toString((EnumerationType.Value) v))
          : null;
    }
    return ofBaseType(column, logical);
  }

  /** A text of a fixed length, a number of so many places: written as what they are made of. */
  private static <InputT, BaseT> @Nullable ColumnWriter ofBaseType(
      Column column, LogicalType<InputT, BaseT> logical) {
    ColumnWriter base = of(column, logical.getBaseType());
    return base == null
        ? null
        : new ColumnWriter(
            column,
            base.elementType,
            base.array,
            value -> base.encoder.apply(base(logical, value)));
  }

  @SuppressWarnings("unchecked") // A field's value is of its logical type's input type.
  private static <InputT, BaseT> Object base(LogicalType<InputT, BaseT> logical, Object value) {
    return (Object) logical.toBaseType((InputT) value);
  }

  /** The value as it is sent, or a {@link ColumnReader.Misfit} that says why it cannot be. */
  @Nullable Object encode(@Nullable Object value) {
    return value == null ? null : encoder.apply(value);
  }

  /** The type of the array's elements. */
  String elementType() {
    return elementType;
  }

  /** An array for the encoded values of so many rows. */
  @Nullable Object[] newArray(int rows) {
    return array.apply(rows);
  }

  /** An element as the value of the column. A text that is too long is refused, not cut. */
  String written(String element) {
    return switch (column.type()) {
      case "text", "varchar", "bpchar", "name" -> element;
      default -> elementType.equals(TEXT) ? cast(element) : element;
    };
  }

  /** An element as what the column is compared with. */
  String compared(String element) {
    return column.type().equals("bpchar") ? cast(element) : written(element);
  }

  // What is not on the search path comes with its schema, and quoted.
  private String cast(String element) {
    String type = column.type();
    return "CAST("
        + element
        + " AS "
        + (type.startsWith("\"") ? type : Identifier.quote(type))
        + ")";
  }

  /**
   * An encoded value in a form in which two are equal only where the database takes them for equal,
   * and, but for texts whose collation says otherwise, always there.
   */
  Comparable<?> keyForm(Object encoded) {
    if (encoded instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes);
    }
    if (!(encoded instanceof String text)) {
      return (Comparable<?>) encoded;
    }
    return switch (column.type()) {
      case "numeric" -> new BigDecimal(text).stripTrailingZeros();
      case "bpchar" -> formOr(KeyColumn.PADDED, text);
      case "uuid" -> formOr(KeyColumn.UUID_TEXT, text);
      default -> text;
    };
  }

  private static String formOr(KeyColumn key, String text) {
    Object form = key.formOf(text);
    return form == null ? text : (String) form;
  }
}
