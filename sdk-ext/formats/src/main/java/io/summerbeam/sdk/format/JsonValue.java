package io.summerbeam.sdk.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.jspecify.annotations.Nullable;

/** Reads the values of one field: the schema, walked through once, as what does the reading. */
abstract class JsonValue {

  /**
   * Reads the value the parser stands at, to its end.
   *
   * @return the value; null; or a {@link Problem}
   */
  abstract @Nullable Object read(JsonParser parser) throws IOException;

  /** The reader of a field's values, null and what is no value of the type included. */
  static JsonValue of(FieldType type, String path, JsonRules rules) {
    FieldRule rule = new FieldRule(type, path);
    return switch (type.getTypeName()) {
      case ROW -> checked(type, rule, new JsonRow(required(type.getRowSchema()), path, rules));
      case ARRAY, ITERABLE ->
          checked(
              type,
              rule,
              new JsonArray(of(required(type.getCollectionElementType()), path + "[*]", rules)));
      case MAP -> {
        if (required(type.getMapKeyType()).getTypeName() != TypeName.STRING) {
          throw new IllegalArgumentException(
              "field '" + path + "' is a map whose keys are not strings: JSON has no form for it.");
        }
        JsonValue values = of(required(type.getMapValueType()), path + "{*}", rules);
        yield checked(type, rule, new JsonMap(values, rule));
      }
      default -> rules.scalar(type, path);
    };
  }

  /** A reader that gets to see none but values of the JSON type it reads. */
  static JsonValue checked(FieldType type, FieldRule rule, JsonValue inner) {
    return new Checked(rule, Boolean.TRUE.equals(type.getNullable()), inner);
  }

  static String describe(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      case VALUE_NULL -> FieldRule.NULL;
      default -> "something else";
    };
  }

  static String pathOf(String parent, Schema.Field field) {
    return parent.isEmpty() ? field.getName() : parent + "." + field.getName();
  }

  private static <T> T required(@Nullable T part) {
    if (part == null) {
      throw new IllegalArgumentException("The schema has a type without its inner type.");
    }
    return part;
  }

  /** Sorts out null, and objects and arrays in the place of something else. */
  private static final class Checked extends JsonValue {

    private final FieldRule rule;
    private final boolean nullable;
    private final JsonValue inner;
    private final @Nullable JsonToken start;

    Checked(FieldRule rule, boolean nullable, JsonValue inner) {
      this.rule = rule;
      this.nullable = nullable;
      this.inner = inner;
      this.start =
          inner instanceof JsonScalar
              ? null
              : inner instanceof JsonArray ? JsonToken.START_ARRAY : JsonToken.START_OBJECT;
    }

    @Override
    @Nullable Object read(JsonParser parser) throws IOException {
      JsonToken token = parser.currentToken();
      if (token == JsonToken.VALUE_NULL) {
        return nullable ? null : rule.butIs(FieldRule.NULL);
      }
      if (start == null ? token.isScalarValue() : token == start) {
        return inner.read(parser);
      }
      parser.skipChildren();
      return rule.butIs(describe(token));
    }
  }
}
