package io.summerbeam.sdk.format;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads an object as a Map. */
final class JsonMap extends JsonValue {

  private final JsonValue value;
  private final FieldRule rule;

  JsonMap(JsonValue value, FieldRule rule) {
    this.value = value;
    this.rule = rule;
  }

  @Override
  Object read(JsonParser parser) throws IOException {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    boolean badKey = false;
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      parser.nextToken();
      badKey |= Utf8.hasHalfPair(key);
      values.put(key, value.read(parser));
    }
    if (badKey) {
      return rule.butIs("one with a key that is " + FieldRule.HALF_PAIR);
    }
    for (Object each : values.values()) {
      if (each instanceof Problem) {
        return each;
      }
    }
    return values;
  }
}
