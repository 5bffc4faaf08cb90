package io.summerbeam.sdk.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads what Debezium says of a change: a whole number as Long, any other scalar as its text. */
final class DebeziumText extends JsonValue {

  private final FieldRule rule;

  DebeziumText(String path) {
    this.rule = new FieldRule("one value", path);
  }

  @Override
  @Nullable Object read(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (!token.isScalarValue()) {
      parser.skipChildren();
      return rule.butIs(describe(token));
    }
    if (JsonScalar.isLong(parser, token)) {
      return parser.getLongValue();
    }
    String text = parser.getText();
    return Utf8.hasHalfPair(text) ? rule.butIs(FieldRule.HALF_PAIR) : text;
  }
}
