package io.summerbeam.sdk.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema;
import org.jspecify.annotations.Nullable;

/** Reads a whole change as the row of it. */
final class DebeziumJson extends JsonValue {

  private final JsonValue before;
  private final JsonValue after;
  private final Map<String, Map<String, Integer>> parts;
  private final Map<String, Integer> own;
  private final DebeziumText[] texts;
  private final DebeziumRows rows;

  /**
   * @param sent what the message says of the values in it
   */
  DebeziumJson(DebeziumFormat format, ConnectType sent, DebeziumMetadata said, DebeziumRows rows) {
    Schema columns = format.lenientTable();
    this.before = reader(columns, "before", format, sent);
    this.after = reader(columns, "after", format, sent);
    this.parts = said.byPart();
    this.own = parts.getOrDefault("", Map.of());
    this.rows = rows;
    this.texts = said.paths().stream().map(DebeziumText::new).toArray(DebeziumText[]::new);
  }

  private static JsonValue reader(
      Schema columns, String part, DebeziumFormat format, ConnectType sent) {
    String prefix = part + ".";
    return JsonValue.of(
        Schema.FieldType.row(columns).withNullable(true),
        part,
        new DebeziumRules(format, sent.at(part), prefix, Set.of()));
  }

  @Override
  Object read(JsonParser parser) throws IOException {
    @Nullable Object[] said = new Object[texts.length];
    Object rowBefore = null;
    Object rowAfter = null;
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      switch (key) {
        case "before" -> rowBefore = before.read(parser);
        case "after" -> rowAfter = after.read(parser);
        default -> {
          Integer index = own.get(key);
          if (index != null) {
            said[index] = texts[index].read(parser);
          } else if (token == JsonToken.START_OBJECT) {
            part(parts.get(key), said, parser);
          } else {
            parser.skipChildren();
          }
        }
      }
    }
    for (Object each : said) {
      if (each instanceof Problem) {
        return each;
      }
    }
    return rows.of(said, rowBefore, rowAfter);
  }

  private void part(
      @Nullable Map<String, Integer> names, @Nullable Object[] said, JsonParser parser)
      throws IOException {
    if (names == null) {
      parser.skipChildren();
      return;
    }
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      parser.nextToken();
      Integer index = names.get(key);
      if (index == null) {
        parser.skipChildren();
      } else {
        said[index] = texts[index].read(parser);
      }
    }
  }
}
