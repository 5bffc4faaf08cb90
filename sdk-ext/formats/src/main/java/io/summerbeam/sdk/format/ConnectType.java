package io.summerbeam.sdk.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the {@code schema} part of a message of Kafka Connect says of a value.
 *
 * @param field the name of the field whose value it is; empty where it is of no struct
 * @param type {@code int64}, {@code bytes}, {@code struct}; empty where it was not said
 * @param name the meaning: {@code io.debezium.time.MicroTimestamp}; empty where there is none
 * @param scale of a decimal; null where it was not said
 * @param fields of a struct
 * @param items of an array, or the values of a map
 */
record ConnectType(
    String field,
    String type,
    String name,
    @Nullable Integer scale,
    Map<String, ConnectType> fields,
    @Nullable ConnectType items) {

  /** Nothing is known. */
  static final ConnectType UNKNOWN = new ConnectType("", "", "", null, Map.of(), null);

  private static final String DECIMAL = "org.apache.kafka.connect.data.Decimal";

  /** That of a value inside; the path is written as in messages: {@code tags[*].name}. */
  ConnectType at(String path) {
    if (path.isEmpty()) {
      return this;
    }
    if (path.startsWith("[*]") || path.startsWith("{*}")) {
      return items == null ? UNKNOWN : items.at(path.substring("[*]".length()));
    }
    String inner = path.startsWith(".") ? path.substring(1) : path;
    for (Map.Entry<String, ConnectType> field : fields.entrySet()) {
      String name = field.getKey();
      if (inner.startsWith(name)
          && (inner.length() == name.length() || ".[{".indexOf(inner.charAt(name.length())) >= 0)) {
        return field.getValue().at(inner.substring(name.length()));
      }
    }
    return UNKNOWN;
  }

  /** Whether it is a decimal whose digits are sent as bytes. */
  boolean isDecimal() {
    return name.equals(DECIMAL);
  }

  /** What one counts of a time; null where it is none, or none that is a number. */
  @Nullable ChronoUnit unit() {
    return switch (name) {
      case "io.debezium.time.Date", "org.apache.kafka.connect.data.Date" -> ChronoUnit.DAYS;
      case "io.debezium.time.Time",
          "io.debezium.time.Timestamp",
          "org.apache.kafka.connect.data.Time",
          "org.apache.kafka.connect.data.Timestamp" ->
          ChronoUnit.MILLIS;
      case "io.debezium.time.MicroTime", "io.debezium.time.MicroTimestamp" -> ChronoUnit.MICROS;
      case "io.debezium.time.NanoTime", "io.debezium.time.NanoTimestamp" -> ChronoUnit.NANOS;
      default -> null;
    };
  }

  /** Reads the object the parser stands at, to its end. What is not understood is passed over. */
  static ConnectType read(JsonParser parser) throws IOException {
    String field = "";
    String type = "";
    String name = "";
    Integer scale = null;
    Map<String, ConnectType> fields = Map.of();
    ConnectType items = null;
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      switch (key) {
        case "field" -> field = text(parser, token);
        case "type" -> type = text(parser, token);
        case "name" -> name = text(parser, token);
        case "parameters" -> scale = scale(parser, token);
        case "fields" -> fields = fields(parser, token);
        case "items", "values" -> items = inner(parser, token);
        default -> parser.skipChildren();
      }
    }
    return new ConnectType(field, type, name, scale, fields, items);
  }

  private static Map<String, ConnectType> fields(JsonParser parser, JsonToken start)
      throws IOException {
    Map<String, ConnectType> fields = new HashMap<>();
    if (start != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return fields;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      ConnectType field = inner(parser, parser.currentToken());
      if (field != null) {
        fields.put(field.field(), field);
      }
    }
    return fields;
  }

  private static @Nullable ConnectType inner(JsonParser parser, JsonToken token)
      throws IOException {
    if (token == JsonToken.START_OBJECT) {
      return read(parser);
    }
    parser.skipChildren();
    return null;
  }

  private static @Nullable Integer scale(JsonParser parser, JsonToken start) throws IOException {
    if (start != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return null;
    }
    Integer scale = null;
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      if (key.equals("scale") && token.isScalarValue()) {
        String text = parser.getText();
        scale = Numbers.isWhole(text) && text.length() <= 6 ? Integer.valueOf(text) : null;
      } else {
        parser.skipChildren();
      }
    }
    return scale;
  }

  private static String text(JsonParser parser, JsonToken token) throws IOException {
    if (token == JsonToken.VALUE_STRING) {
      return parser.getText();
    }
    parser.skipChildren();
    return "";
  }
}
