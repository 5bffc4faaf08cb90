package io.summerbeam.transforms.mask;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.summerbeam.sdk.schema.Fields;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.LogicalType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.schemas.logicaltypes.EnumerationType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * What a value of a JSON document is by a schema, with all that is in it, in the form that {@link
 * io.summerbeam.sdk.json.RowJson} has; or anything where there is no schema.
 */
final class JsonShape {

  /** Where nothing is known. */
  static final JsonShape ANYTHING = new JsonShape(in -> true, null, null, null);

  // As java.time and Beam write days, times of day and instants.
  private static final Pattern TIME =
      Pattern.compile(
          "[+-]?\\d{4,9}-\\d\\d-\\d\\d([T ]\\d\\d:\\d\\d(:\\d\\d([.]\\d{1,9})?)?(Z|[+-]\\d\\d:?\\d\\d)?)?"
              + "|\\d\\d:\\d\\d(:\\d\\d([.]\\d{1,9})?)?");
  private static final Set<String> NOT_FINITE = Set.of("NaN", "Infinity", "-Infinity");

  private final Test test;
  private final @Nullable Map<String, JsonShape> fields;
  private final @Nullable JsonShape member;
  private final @Nullable JsonShape element;

  /** Whether the value at hand is one of the type; of what is in it nothing is looked at. */
  private interface Test {
    boolean fits(JsonParser in) throws IOException;
  }

  private JsonShape(
      Test test,
      @Nullable Map<String, JsonShape> fields,
      @Nullable JsonShape member,
      @Nullable JsonShape element) {
    this.test = test;
    this.fields = fields;
    this.member = member;
    this.element = element;
  }

  /** A record; without its provenance, which is in no JSON. */
  static JsonShape of(Schema schema) {
    Map<String, JsonShape> shapes = new HashMap<>();
    for (Schema.Field field : Fields.visible(schema).getFields()) {
      shapes.put(field.getName(), of(field.getType()));
    }
    return row(shapes);
  }

  private static JsonShape row(Map<String, JsonShape> shapes) {
    Map<String, JsonShape> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    fields.putAll(shapes);
    return new JsonShape(is(JsonToken.START_OBJECT), fields, null, null);
  }

  private static JsonShape of(FieldType type) {
    return switch (type.getTypeName()) {
      case BYTE -> value(whole(Byte.MIN_VALUE, Byte.MAX_VALUE));
      case INT16 -> value(whole(Short.MIN_VALUE, Short.MAX_VALUE));
      case INT32 -> value(whole(Integer.MIN_VALUE, Integer.MAX_VALUE));
      case INT64 -> value(whole(Long.MIN_VALUE, Long.MAX_VALUE));
      case FLOAT, DOUBLE ->
          value(in -> in.currentToken().isNumeric() || (isText(in) && isIn(NOT_FINITE, in)));
      case DECIMAL -> value(in -> in.currentToken().isNumeric());
      case STRING, BYTES -> value(JsonShape::isText);
      case BOOLEAN -> value(in -> in.currentToken().isBoolean());
      case DATETIME -> value(JsonShape::isTime);
      case ROW -> of(Objects.requireNonNull(type.getRowSchema()));
      case ARRAY, ITERABLE ->
          new JsonShape(
              is(JsonToken.START_ARRAY),
              null,
              null,
              of(Objects.requireNonNull(type.getCollectionElementType())));
      case MAP ->
          map(
              Objects.requireNonNull(type.getMapKeyType()),
              of(Objects.requireNonNull(type.getMapValueType())));
      case LOGICAL_TYPE -> logical(type, Objects.requireNonNull(type.getLogicalType()));
    };
  }

  private static JsonShape map(FieldType key, JsonShape value) {
    if (key.getTypeName() == TypeName.STRING) {
      return new JsonShape(is(JsonToken.START_OBJECT), null, value, null);
    }
    JsonShape entry = row(Map.of("key", of(key), "value", value));
    return new JsonShape(is(JsonToken.START_ARRAY), null, null, entry);
  }

  private static JsonShape logical(FieldType type, LogicalType<?, ?> logical) {
    if (logical instanceof EnumerationType enumeration) {
      Set<String> names = enumeration.getValuesMap().keySet();
      return value(in -> isText(in) && isIn(names, in));
    }
    return TemporalType.of(type) != null
            || logical.getIdentifier().equals(SqlTypes.TIME.getIdentifier())
        ? value(JsonShape::isTime)
        : of(logical.getBaseType());
  }

  private static JsonShape value(Test test) {
    return new JsonShape(test, null, null, null);
  }

  private static Test is(JsonToken token) {
    return in -> in.currentToken() == token;
  }

  private static Test whole(long min, long max) {
    return in ->
        in.currentToken() == JsonToken.VALUE_NUMBER_INT
            && in.getNumberType() != JsonParser.NumberType.BIG_INTEGER
            && in.getLongValue() >= min
            && in.getLongValue() <= max;
  }

  private static boolean isText(JsonParser in) {
    return in.currentToken() == JsonToken.VALUE_STRING;
  }

  private static boolean isTime(JsonParser in) throws IOException {
    return isText(in) && TIME.matcher(in.getText()).matches();
  }

  private static boolean isIn(Set<String> texts, JsonParser in) throws IOException {
    return texts.contains(in.getText());
  }

  /** Whether the value at hand is one of the type. */
  boolean fits(JsonParser in) throws IOException {
    return test.fits(in);
  }

  /** What the member of an object is; null if there is no such field. */
  @Nullable JsonShape member(String name) {
    if (this == ANYTHING) {
      return this;
    }
    return fields == null ? member : fields.get(name);
  }

  /** What each element of an array is. */
  JsonShape element() {
    return element == null ? ANYTHING : element;
  }
}
