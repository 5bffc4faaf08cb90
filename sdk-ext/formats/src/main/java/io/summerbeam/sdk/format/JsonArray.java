package io.summerbeam.sdk.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an array as a List. */
final class JsonArray extends JsonValue {

  private final JsonValue element;

  JsonArray(JsonValue element) {
    this.element = element;
  }

  @Override
  Object read(JsonParser parser) throws IOException {
    List<@Nullable Object> values = new ArrayList<>();
    Problem first = null;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      Object value = element.read(parser);
      if (value instanceof Problem problem) {
        first = first == null ? problem : first;
      }
      values.add(value);
    }
    return first == null ? values : first;
  }
}
