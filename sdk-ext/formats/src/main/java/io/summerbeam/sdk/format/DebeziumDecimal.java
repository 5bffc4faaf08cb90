package io.summerbeam.sdk.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.jspecify.annotations.Nullable;

/**
 * Reads a decimal: a number; the base64 of its unscaled digits, where the scale is known; an object
 * of both; or a text.
 */
final class DebeziumDecimal extends JsonValue {

  private static final String NO_SCALE =
      "a text, and neither its scale is known nor that it is a number: let the messages have their"
          + " schema, or say withScale() or withTextDecimals()";

  private final FieldRule rule;
  private final boolean nullable;
  private final @Nullable Integer scale;
  private final boolean readsText;

  /**
   * @param scale of a text that is base64; null where it is not known
   * @param readsText whether, without a scale, a text is the number
   */
  DebeziumDecimal(FieldType type, String path, @Nullable Integer scale, boolean readsText) {
    this.rule = new FieldRule(type, path);
    this.nullable = Boolean.TRUE.equals(type.getNullable());
    this.scale = scale;
    this.readsText = readsText;
  }

  @Override
  @Nullable Object read(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case VALUE_NULL -> nullable ? null : rule.butIs(FieldRule.NULL);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getText());
      case VALUE_STRING -> text(parser.getText());
      case START_OBJECT -> scaled(parser);
      default -> {
        parser.skipChildren();
        yield rule.butIs(describe(token));
      }
    };
  }

  private Object number(String number) {
    Object value = Numbers.parse(number, TypeName.DECIMAL);
    return value == null ? rule.butIs(FieldRule.OUT_OF_RANGE) : value;
  }

  private Object text(String text) {
    if (scale != null) {
      return unscaled(text, scale);
    }
    if (!readsText) {
      return rule.butIs(NO_SCALE);
    }
    return Numbers.isNumber(text) ? number(text) : rule.butIs(FieldRule.OTHER_TEXT);
  }

  /** One whose column has no scale, so that each value brings its own. */
  private Object scaled(JsonParser parser) throws IOException {
    Long own = null;
    String digits = null;
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      if (key.equals("scale")) {
        own = JsonScalar.isLong(parser, token) ? (Long) parser.getLongValue() : null;
      } else if (key.equals("value")) {
        digits = token == JsonToken.VALUE_STRING ? parser.getText() : null;
      }
      parser.skipChildren();
    }
    if (own == null || digits == null) {
      return rule.butIs("an object without 'scale' and 'value'");
    }
    return unscaled(digits, own);
  }

  private Object unscaled(String base64, long places) {
    // Without abs(), which leaves the least number there is negative.
    if (places > RowFormat.MAX_DECIMAL_SCALE || places < -RowFormat.MAX_DECIMAL_SCALE) {
      return rule.butIs(FieldRule.OUT_OF_RANGE);
    }
    byte[] digits;
    try {
      digits = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return rule.butIs(FieldRule.OTHER_TEXT);
    }
    return digits.length == 0
        ? rule.butIs(FieldRule.OTHER_TEXT)
        : new BigDecimal(new BigInteger(digits), (int) places);
  }
}
