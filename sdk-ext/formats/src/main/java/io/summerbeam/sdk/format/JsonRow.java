package io.summerbeam.sdk.format;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Reads an object as a Row. */
final class JsonRow extends JsonValue {

  private final Schema schema;
  private final String[] names;
  private final Map<String, Integer> indexes = new HashMap<>();
  private final JsonValue[] fields;
  // What each field is as long as its key was not met: null, or the problem that it is missing.
  private final @Nullable Object[] absent;
  // What a key is that the schema does not name: null where it is nothing.
  private final @Nullable Problem unknown;

  JsonRow(Schema schema, String path, JsonRules rules) {
    this.unknown =
        rules.refusesUnknown()
            ? new Problem(
                (path.isEmpty() ? "the record" : "field '" + path + "'")
                    + " must have no keys but those of the schema, but has another one")
            : null;
    int count = schema.getFieldCount();
    this.schema = schema;
    this.names = new String[count];
    this.fields = new JsonValue[count];
    this.absent = new Object[count];
    for (int i = 0; i < count; i++) {
      Schema.Field field = schema.getField(i);
      String fieldPath = pathOf(path, field);
      names[i] = field.getName();
      indexes.put(names[i], i);
      fields[i] = JsonValue.of(field.getType(), fieldPath, rules);
      absent[i] =
          Boolean.TRUE.equals(field.getType().getNullable()) && !rules.refusesMissing()
              ? null
              : new FieldRule(field.getType(), fieldPath).missing();
    }
  }

  @Override
  Object read(JsonParser parser) throws IOException {
    @Nullable Object[] values = absent.clone();
    Problem stranger = null;
    int expected = 0;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      int index = indexOf(name, expected);
      parser.nextToken();
      if (index < 0) {
        parser.skipChildren();
        stranger = unknown;
      } else {
        values[index] = fields[index].read(parser);
        expected = index + 1;
      }
    }
    for (Object value : values) {
      if (value instanceof Problem) {
        return value;
      }
    }
    if (stranger != null) {
      return stranger;
    }
    return Row.withSchema(schema).attachValues(Arrays.asList(values));
  }

  // Most records have their keys in the schema's order.
  private int indexOf(String name, int expected) {
    if (expected < names.length && names[expected].equals(name)) {
      return expected;
    }
    Integer index = indexes.get(name);
    return index == null ? -1 : index;
  }
}
