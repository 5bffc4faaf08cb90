package io.summerbeam.sdk.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of the values in one place of the records: of one field, of an array's elements.
 */
final class JsonShape {

  // Paths of names as people give them. Others, as e-mail addresses for keys, may be data.
  private static final Pattern NAMES =
      Pattern.compile(
          "[A-Za-z_][A-Za-z0-9_-]{0,63}(?:\\[\\*])*(?:\\.[A-Za-z_][A-Za-z0-9_-]{0,63}(?:\\[\\*])*)*");

  /** How many places there may be: beyond it somebody's keys are data. */
  static final int MAX_SHAPES = 10_000;

  /** What a value can be, other than null. */
  private enum Kind {
    BOOLEAN("true or false"),
    NUMBER("a number"),
    STRING("a string"),
    OBJECT("an object"),
    ARRAY("an array");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    static Kind of(JsonToken token) {
      return switch (token) {
        case VALUE_TRUE, VALUE_FALSE -> BOOLEAN;
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> NUMBER;
        case START_OBJECT -> OBJECT;
        case START_ARRAY -> ARRAY;
        default -> STRING;
      };
    }
  }

  private final String path;
  // Of all shapes of the records together.
  private final AtomicInteger count;
  // Each kind with the first record that had it.
  private final Map<Kind, JsonInference.Place> kinds = new EnumMap<>(Kind.class);
  private final Map<String, JsonShape> fields = new LinkedHashMap<>();
  private @Nullable JsonShape elements;
  private boolean withNull;
  private boolean wholeOnly = true;
  private long objects;
  // In how many objects of the parent the key was, and the last of these.
  private long occurrences;
  private long lastObject;

  private JsonShape(String path, AtomicInteger count) {
    this.path = path;
    this.count = count;
  }

  static JsonShape root() {
    return new JsonShape("", new AtomicInteger());
  }

  boolean isEmpty() {
    return kinds.isEmpty();
  }

  /** Takes the value the parser stands at, to its end. */
  void add(JsonParser parser, JsonInference.Place place) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      withNull = true;
      return;
    }
    Kind kind = Kind.of(token);
    kinds.putIfAbsent(kind, place);
    switch (kind) {
      case NUMBER -> wholeOnly = wholeOnly && JsonScalar.isLong(parser, token);
      case OBJECT -> addObject(parser, place);
      case ARRAY -> addArray(parser, place);
      default -> {}
    }
  }

  private void addObject(JsonParser parser, JsonInference.Place place) throws IOException {
    objects++;
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      parser.nextToken();
      JsonShape field = fields.get(key);
      if (field == null) {
        checkKey(key, place);
        field = new JsonShape(path.isEmpty() ? key : path + "." + key, count);
        fields.put(key, field);
      }
      // A key that is there twice is there once.
      if (field.lastObject != objects) {
        field.lastObject = objects;
        field.occurrences++;
      }
      field.add(parser, place);
    }
  }

  private void addArray(JsonParser parser, JsonInference.Place place) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      JsonShape each = elements;
      if (each == null) {
        each = new JsonShape(path + "[*]", count);
        elements = each;
      }
      each.add(parser, place);
    }
  }

  private void checkKey(String key, JsonInference.Place place) {
    if (count.incrementAndGet() > MAX_SHAPES) {
      throw new IllegalArgumentException(
          place
              + ": the records have more than "
              + MAX_SHAPES
              + " different keys, the last of them in "
              + (path.isEmpty() ? "the record" : "'" + path + "'")
              + ". Where keys are data, give a schema with a map.");
    }
    if (Utf8.hasHalfPair(key)) {
      throw new IllegalArgumentException(
          place + ": a key is " + FieldRule.HALF_PAIR + ", which no field is called.");
    }
  }

  /** The schema of objects; what has no type is added to the problems. */
  Schema schema(List<String> problems) {
    Schema.Builder schema = Schema.builder();
    for (Map.Entry<String, JsonShape> each : fields.entrySet()) {
      JsonShape field = each.getValue();
      FieldType type = field.type(problems);
      schema.addField(
          Field.of(each.getKey(), field.occurrences < objects ? type.withNullable(true) : type));
    }
    return schema.build();
  }

  private FieldType type(List<String> problems) {
    if (kinds.size() > 1) {
      problems.add(
          (NAMES.matcher(path).matches()
                  ? "field '" + path + "'"
                  : "a field, whose name is not shown because it looks like data,")
              + " is "
              + kinds.entrySet().stream()
                  .map(each -> each.getKey().text + " (" + each.getValue() + ")")
                  .collect(Collectors.joining(" and ")));
    }
    // Of something that was only null nothing is known; a text it is as likely as anything.
    FieldType type =
        kinds.isEmpty()
            ? FieldType.STRING.withNullable(true)
            : type(kinds.keySet().iterator().next(), problems);
    return withNull ? type.withNullable(true) : type;
  }

  private FieldType type(Kind kind, List<String> problems) {
    return switch (kind) {
      case BOOLEAN -> FieldType.BOOLEAN;
      case NUMBER -> wholeOnly ? FieldType.INT64 : FieldType.DECIMAL;
      case STRING -> FieldType.STRING;
      case OBJECT ->
          fields.isEmpty()
              ? FieldType.map(FieldType.STRING, FieldType.STRING)
              : FieldType.row(schema(problems));
      case ARRAY -> {
        JsonShape each = elements;
        yield FieldType.array(each == null ? FieldType.STRING : each.type(problems));
      }
    };
  }
}
