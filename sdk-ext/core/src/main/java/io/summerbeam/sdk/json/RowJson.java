package io.summerbeam.sdk.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.summerbeam.sdk.source.Provenance;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.temporal.TemporalAccessor;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.LogicalType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.schemas.logicaltypes.EnumerationType;
import org.apache.beam.sdk.values.Row;
import org.joda.time.ReadableInstant;
import org.jspecify.annotations.Nullable;

/**
 * Writes Rows as JSON objects: the fields in the schema's order under their own names, null as
 * {@code null}, without the provenance field.
 *
 * <ul>
 *   <li>Whole numbers and decimals are JSON numbers, decimals with all their digits ({@code 1.50}).
 *   <li>Floating-point numbers are the shortest text that reads back as the same number. NaN and
 *       the infinities have no JSON form: {@link #write} refuses them, {@link #toBytesLenient}
 *       writes them as strings.
 *   <li>Bytes are base64; times are ISO 8601 in UTC, {@code 2001-01-01T00:00:00Z}, with
 *       milliseconds only where there are any.
 *   <li>Nested rows and maps with string keys are objects; other maps are arrays of {@code
 *       {"key":..., "value":...}}; arrays are arrays.
 *   <li>An enumeration is its name, a {@code java.time} value its ISO text; other logical types are
 *       their base type.
 * </ul>
 */
public final class RowJson {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build();

  private RowJson() {}

  /** A generator for {@link #write}, to be reused for many rows; it does not close the stream. */
  public static JsonGenerator generator(OutputStream out) throws IOException {
    return JSON.createGenerator(out)
        .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
        .setRootValueSeparator(null);
  }

  /**
   * Writes one row as one JSON object.
   *
   * @throws IllegalArgumentException if a number is NaN or infinite; the message names the field
   */
  public static void write(Row row, JsonGenerator out) throws IOException {
    writeRow(row, out, false);
  }

  /**
   * One row as UTF-8 JSON; NaN and the infinities become strings, so that every row can be shown.
   */
  public static byte[] toBytesLenient(Row row) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      writeRow(row, out, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A time as it is written in JSON: {@code 2001-01-01T00:00:00Z}. */
  public static String time(ReadableInstant instant) {
    // java.time leaves out what is zero behind the seconds; Joda always writes milliseconds.
    return java.time.Instant.ofEpochMilli(instant.getMillis()).toString();
  }

  private static void writeRow(Row row, JsonGenerator out, boolean lenient) throws IOException {
    Schema schema = row.getSchema();
    int hidden = Provenance.indexIn(schema);
    out.writeStartObject();
    for (int i = 0; i < schema.getFieldCount(); i++) {
      if (i != hidden) {
        Schema.Field field = schema.getField(i);
        out.writeFieldName(field.getName());
        writeValue(row.getValue(i), field.getType(), field.getName(), out, lenient);
      }
    }
    out.writeEndObject();
  }

  private static void writeValue(
      @Nullable Object value, FieldType type, String name, JsonGenerator out, boolean lenient)
      throws IOException {
    if (value == null) {
      out.writeNull();
      return;
    }
    switch (type.getTypeName()) {
      case BYTE, INT16, INT32 -> out.writeNumber(((Number) value).intValue());
      case INT64 -> out.writeNumber((Long) value);
      case FLOAT -> {
        float number = (Float) value;
        if (isFinite(number, name, lenient)) {
          out.writeNumber(number);
        } else {
          out.writeString(Float.toString(number));
        }
      }
      case DOUBLE -> {
        double number = (Double) value;
        if (isFinite(number, name, lenient)) {
          out.writeNumber(number);
        } else {
          out.writeString(Double.toString(number));
        }
      }
      case DECIMAL -> out.writeNumber((BigDecimal) value);
      case STRING -> out.writeString((String) value);
      case BOOLEAN -> out.writeBoolean((Boolean) value);
      case DATETIME -> out.writeString(time((ReadableInstant) value));
      case BYTES -> out.writeBinary((byte[]) value);
      case ROW -> writeRow((Row) value, out, lenient);
      case ARRAY, ITERABLE -> {
        out.writeStartArray();
        for (Object element : (Iterable<?>) value) {
          writeValue(element, elementOf(type), name, out, lenient);
        }
        out.writeEndArray();
      }
      case MAP -> writeMap((Map<?, ?>) value, type, name, out, lenient);
      case LOGICAL_TYPE -> writeLogical(value, type, name, out, lenient);
    }
  }

  private static boolean isFinite(double number, String name, boolean lenient) {
    boolean finite = !Double.isNaN(number) && !Double.isInfinite(number);
    if (!finite && !lenient) {
      throw new IllegalArgumentException(
          "The field '" + name + "' is NaN or infinite, which JSON has no number for.");
    }
    return finite;
  }

  private static void writeMap(
      Map<?, ?> map, FieldType type, String name, JsonGenerator out, boolean lenient)
      throws IOException {
    FieldType keyType = required(type.getMapKeyType(), name);
    FieldType valueType = required(type.getMapValueType(), name);
    if (keyType.getTypeName() == TypeName.STRING) {
      out.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.writeFieldName((String) entry.getKey());
        writeValue(entry.getValue(), valueType, name, out, lenient);
      }
      out.writeEndObject();
      return;
    }
    out.writeStartArray();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.writeStartObject();
      out.writeFieldName("key");
      writeValue(entry.getKey(), keyType, name, out, lenient);
      out.writeFieldName("value");
      writeValue(entry.getValue(), valueType, name, out, lenient);
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void writeLogical(
      Object value, FieldType type, String name, JsonGenerator out, boolean lenient)
      throws IOException {
    LogicalType<?, ?> logical = required(type.getLogicalType(), name);
    if (value instanceof TemporalAccessor) {
      out.writeString(value.toString());
    } else if (logical instanceof EnumerationType enumeration) {
      out.writeString(enumeration.toString((EnumerationType.Value) value));
    } else {
      writeValue(baseOf(logical, value), logical.getBaseType(), name, out, lenient);
    }
  }

  @SuppressWarnings("unchecked") // A field's value is of its logical type's input type.
  private static <InputT> @Nullable Object baseOf(LogicalType<InputT, ?> logical, Object value) {
    return logical.toBaseType((InputT) value);
  }

  private static FieldType elementOf(FieldType type) {
    return required(type.getCollectionElementType(), "array");
  }

  private static <T> T required(@Nullable T part, String name) {
    if (part == null) {
      throw new IllegalArgumentException("The type of the field '" + name + "' is incomplete.");
    }
    return part;
  }
}
