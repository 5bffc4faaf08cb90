package io.summerbeam.sdk.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.jspecify.annotations.Nullable;

/**
 * Reads texts, bytes, booleans and floating-point numbers: as JSON has them, and in what else
 * Debezium writes for them.
 */
final class DebeziumScalar extends JsonValue {

  private static final String UNAVAILABLE = "__debezium_unavailable_value";
  private static final byte[] UNAVAILABLE_BYTES = UNAVAILABLE.getBytes(StandardCharsets.UTF_8);

  private final TypeName type;
  private final JsonValue inner;
  private final Problem unavailable;

  DebeziumScalar(FieldType type, String path) {
    FieldRule rule = new FieldRule(type, path);
    this.type = type.getTypeName();
    this.inner = checked(type, rule, new JsonScalar(type, rule));
    this.unavailable =
        rule.butIs(
            "a value that the database did not send, because it has not changed. Set the table's"
                + " REPLICA IDENTITY to FULL");
  }

  @Override
  @Nullable Object read(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    switch (type) {
      case BOOLEAN -> {
        // BOOLEAN of MySQL is TINYINT(1).
        if (token == JsonToken.VALUE_NUMBER_INT && parser.getTextLength() == 1) {
          char digit = parser.getTextCharacters()[parser.getTextOffset()];
          if (digit == '0' || digit == '1') {
            return digit == '1';
          }
        }
      }
      case FLOAT, DOUBLE -> {
        if (token == JsonToken.VALUE_STRING) {
          Double special = special(parser.getText());
          if (special != null) {
            return type == TypeName.DOUBLE ? (Object) special : (Object) special.floatValue();
          }
        }
      }
      default -> {
        Object value = inner.read(parser);
        return isUnavailable(value) ? unavailable : value;
      }
    }
    return inner.read(parser);
  }

  private static @Nullable Double special(String text) {
    return switch (text) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> null;
    };
  }

  private static boolean isUnavailable(@Nullable Object value) {
    return UNAVAILABLE.equals(value)
        || (value instanceof byte[] bytes && Arrays.equals(bytes, UNAVAILABLE_BYTES));
  }
}
