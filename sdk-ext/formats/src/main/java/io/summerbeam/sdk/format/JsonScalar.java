package io.summerbeam.sdk.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Base64;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.jspecify.annotations.Nullable;

/** Reads a string, a number or a boolean; never null. */
final class JsonScalar extends JsonValue {

  // A sign and the 19 digits of the largest long; JSON numbers have no leading zeros.
  private static final int LONGEST_LONG = 20;

  private final TypeName type;
  private final @Nullable TimeText times;
  private final FieldRule rule;

  JsonScalar(FieldType type, FieldRule rule) {
    this.type = type.getTypeName();
    this.times = TimeText.of(type);
    this.rule = rule;
  }

  @Override
  Object read(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    return switch (type) {
      case BYTE, INT16, INT32, INT64 -> whole(parser, token);
      case FLOAT, DOUBLE, DECIMAL ->
          token.isNumeric() ? number(parser, token) : rule.butIs(describe(token));
      case BOOLEAN ->
          token.isBoolean() ? token == JsonToken.VALUE_TRUE : rule.butIs(describe(token));
      default ->
          token == JsonToken.VALUE_STRING ? text(parser.getText()) : rule.butIs(describe(token));
    };
  }

  private Object whole(JsonParser parser, JsonToken token) throws IOException {
    if (token != JsonToken.VALUE_NUMBER_INT) {
      return rule.butIs(
          token == JsonToken.VALUE_NUMBER_FLOAT
              ? "a number with a fraction or an exponent"
              : describe(token));
    }
    if (!isLong(parser, token)) {
      return rule.butIs(FieldRule.OUT_OF_RANGE);
    }
    Object value = Numbers.narrow(parser.getLongValue(), type);
    return value == null ? rule.butIs(FieldRule.OUT_OF_RANGE) : value;
  }

  /** Whether a number is a whole one of 64 bits. */
  static boolean isLong(JsonParser parser, JsonToken token) throws IOException {
    // The length first: a number of a million digits is not to be computed.
    return token == JsonToken.VALUE_NUMBER_INT
        && parser.getTextLength() <= LONGEST_LONG
        && parser.getNumberType() != NumberType.BIG_INTEGER;
  }

  private Object number(JsonParser parser, JsonToken token) throws IOException {
    Object value;
    if (type == TypeName.DOUBLE && token == JsonToken.VALUE_NUMBER_FLOAT) {
      value = Numbers.finite(parser.getDoubleValue());
    } else {
      value = Numbers.parse(parser.getText(), type);
    }
    return value == null ? rule.butIs(FieldRule.OUT_OF_RANGE) : value;
  }

  private Object text(String text) {
    return switch (type) {
      case STRING -> Utf8.hasHalfPair(text) ? rule.butIs(FieldRule.HALF_PAIR) : text;
      case BYTES -> {
        try {
          yield Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
          yield rule.butIs(FieldRule.OTHER_TEXT);
        }
      }
      default -> {
        Object time = times == null ? null : times.parse(text);
        yield time == null ? rule.butIs(FieldRule.OTHER_TEXT) : time;
      }
    };
  }
}
