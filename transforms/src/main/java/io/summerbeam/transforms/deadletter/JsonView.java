package io.summerbeam.transforms.deadletter;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.summerbeam.sdk.failure.UnmendableException;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * An object of JSON as a Row with the types that its values have. All are nullable, so that records
 * that differ in nothing but nulls are of one shape; what is null itself is a STRING.
 */
final class JsonView {

  // Beyond it a few characters are a number that cannot be computed with in the memory there is.
  private static final int MAX_DECIMAL_SCALE = 10_000;

  private JsonView() {}

  static Row of(byte[] payload) throws UnmendableException {
    try (JsonParser parser = JsonPlace.JSON.createParser(payload)) {
      parser.nextToken();
      return object(parser);
    } catch (IOException e) {
      // Its place was found in it before: it is an object.
      throw new UnmendableException(JsonPlace.NO_OBJECT);
    }
  }

  private static Row object(JsonParser parser) throws IOException {
    Map<String, Value> fields = new LinkedHashMap<>();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      Value value = value(parser);
      // Of a key that is there twice the last value counts.
      fields.remove(name);
      if (value != null) {
        fields.put(name, value);
      }
    }
    Schema.Builder schema = Schema.builder();
    List<@Nullable Object> values = new ArrayList<>();
    fields.forEach(
        (name, value) -> {
          schema.addNullableField(name, value.type());
          values.add(value.value());
        });
    return Row.withSchema(schema.build()).attachValues(values);
  }

  /** The value the parser is at; null where it cannot be one of a field. */
  private static @Nullable Value value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> new Value(FieldType.STRING, parser.getText());
      case VALUE_TRUE, VALUE_FALSE -> new Value(FieldType.BOOLEAN, parser.getBooleanValue());
      case VALUE_NUMBER_INT -> whole(parser);
      case VALUE_NUMBER_FLOAT -> decimal(parser.getDecimalValue());
      case START_OBJECT -> {
        Row row = object(parser);
        yield new Value(FieldType.row(row.getSchema()), row);
      }
      case START_ARRAY -> array(parser);
      default -> new Value(FieldType.STRING, null);
    };
  }

  private static @Nullable Value whole(JsonParser parser) throws IOException {
    return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? decimal(parser.getDecimalValue())
        : new Value(FieldType.INT64, parser.getLongValue());
  }

  private static @Nullable Value decimal(BigDecimal number) {
    return Math.abs((long) number.scale()) > MAX_DECIMAL_SCALE
        ? null
        : new Value(FieldType.DECIMAL, number);
  }

  private static @Nullable Value array(JsonParser parser) throws IOException {
    FieldType type = null;
    boolean mixed = false;
    List<@Nullable Object> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      Value value = value(parser);
      if (value == null) {
        mixed = true;
      } else {
        boolean isNull = value.value() == null;
        mixed |= !isNull && type != null && !type.equals(value.type());
        type = isNull ? type : value.type();
        values.add(value.value());
      }
    }
    return mixed
        ? null
        : new Value(
            FieldType.array((type == null ? FieldType.STRING : type).withNullable(true)), values);
  }

  /** A value and its type. */
  private record Value(FieldType type, @Nullable Object value) {}
}
