package io.summerbeam.sdk.schemafile;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.apache.avro.JsonProperties;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.jspecify.annotations.Nullable;

/** What a schema file says of a field beyond its type, as options of the field. */
final class Tags {

  // Options have types, which objects and lists of this and that have not.
  private static final byte[] OTHER = {};

  private Tags() {}

  /**
   * The field with its tags: texts, booleans, numbers and lists of texts become options of their
   * name. Any other value becomes {@link #OTHER}, so that who looks for the name sees that it is
   * there; null is left out.
   */
  static Field add(Field field, Map<String, ?> tags) {
    Schema.Options.Builder options = Schema.Options.builder();
    boolean any = false;
    for (Map.Entry<String, ?> tag : tags.entrySet()) {
      any |= set(options, tag.getKey(), tag.getValue());
    }
    return any ? field.withOptions(options.build()) : field;
  }

  private static boolean set(Schema.Options.Builder options, String name, @Nullable Object value) {
    if (value instanceof String text) {
      options.setOption(name, FieldType.STRING, text);
    } else if (value instanceof Boolean flag) {
      options.setOption(name, FieldType.BOOLEAN, flag);
    } else if (value instanceof Integer || value instanceof Long) {
      options.setOption(name, FieldType.INT64, ((Number) value).longValue());
    } else if (value instanceof Double || value instanceof Float) {
      options.setOption(name, FieldType.DOUBLE, ((Number) value).doubleValue());
    } else if (value instanceof BigDecimal number) {
      // A whole number is one, however it is written.
      Object plain = whole(number);
      return set(options, name, plain == null ? number.doubleValue() : plain);
    } else if (value instanceof List<?> list && isTexts(list)) {
      options.setOption(
          name, FieldType.array(FieldType.STRING), list.stream().map(String.class::cast).toList());
    } else if (value == null || value == JsonProperties.NULL_VALUE) {
      return false;
    } else {
      options.setOption(name, FieldType.BYTES, OTHER);
    }
    return true;
  }

  private static @Nullable Long whole(BigDecimal number) {
    try {
      return number.longValueExact();
    } catch (ArithmeticException e) {
      return null;
    }
  }

  private static boolean isTexts(List<?> list) {
    return !list.isEmpty() && list.stream().allMatch(String.class::isInstance);
  }
}
