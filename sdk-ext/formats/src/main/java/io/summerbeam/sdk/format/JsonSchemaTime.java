package io.summerbeam.sdk.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.jspecify.annotations.Nullable;

/** Reads a time with its offset, to the nanosecond. */
final class JsonSchemaTime extends JsonValue {

  private final FieldRule rule;
  private final boolean nullable;

  JsonSchemaTime(FieldType type, String path) {
    this.rule = new FieldRule("an ISO 8601 time with its offset, to the nanosecond", path);
    this.nullable = Boolean.TRUE.equals(type.getNullable());
  }

  @Override
  @Nullable Object read(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return nullable ? null : rule.butIs(FieldRule.NULL);
    }
    if (token != JsonToken.VALUE_STRING) {
      parser.skipChildren();
      return rule.butIs(describe(token));
    }
    try {
      return OffsetDateTime.parse(parser.getText());
    } catch (DateTimeException e) {
      return rule.butIs(FieldRule.OTHER_TEXT);
    }
  }
}
