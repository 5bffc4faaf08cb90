package io.summerbeam.transforms.mask.policy;

import io.summerbeam.sdk.schema.Fields;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.LogicalType;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Records that nobody has ever seen, to show what a policy does. A text looks like what the name of
 * its field says; of the addresses and numbers in it, none is anybody's.
 */
final class MadeUp {

  static final String CARD = "4111 1111 1111 1111";

  private static final String EMAIL = "anna.lind@example.com";
  private static final String PHONE = "+1 202-555-0143";
  private static final String SENTENCE = "Call Anna at " + PHONE + " or write to " + EMAIL + ".";

  /** What stands in a name, and what stands in such a field; the first that is found counts. */
  private static final List<Map.Entry<String, String>> TEXTS =
      List.of(
          Map.entry("mail", EMAIL),
          Map.entry("phone", PHONE),
          Map.entry("mobile", PHONE),
          Map.entry("card", CARD),
          Map.entry("iban", "DE75 5121 0800 1245 1261 99"),
          Map.entry("ssn", "123-45-6789"),
          Map.entry("zip", "90210-1234"),
          Map.entry("post", "90210-1234"),
          Map.entry("birth", "1984-06-17"),
          Map.entry("date", "1984-06-17"),
          Map.entry("password", "correct horse battery"),
          Map.entry("name", "Anna Lind"),
          Map.entry("street", "12 Mill Lane"),
          Map.entry("city", "Turku"),
          Map.entry("text", SENTENCE),
          Map.entry("comment", SENTENCE),
          Map.entry("note", SENTENCE),
          Map.entry("message", SENTENCE),
          Map.entry("id", "C-00471100"));

  private static final String OTHER = "made-up value";

  private MadeUp() {}

  /**
   * A record of this schema, with one element in each array and one entry in each map.
   *
   * @param text what stands in every text; null if the names of the fields are to decide
   */
  static Row row(Schema schema, @Nullable String text) {
    List<@Nullable Object> values = new ArrayList<>();
    Schema visible = Fields.visible(schema);
    for (Schema.Field field : schema.getFields()) {
      boolean hidden = !visible.hasField(field.getName());
      values.add(hidden ? null : value(field.getType(), field.getName(), text));
    }
    return Row.withSchema(schema).attachValues(values);
  }

  private static @Nullable Object value(FieldType type, String name, @Nullable String text) {
    return switch (type.getTypeName()) {
      case STRING -> text != null ? text : text(name);
      case BOOLEAN -> true;
      case BYTE -> (byte) 42;
      case INT16 -> (short) 1234;
      case INT32 -> 12_345;
      case INT64 -> 12_345L;
      case FLOAT -> 1234.5f;
      case DOUBLE -> 1234.5;
      case DECIMAL -> new BigDecimal("1234.50");
      case DATETIME -> Instant.parse("2001-02-03T04:05:06Z");
      case BYTES -> OTHER.getBytes(StandardCharsets.UTF_8);
      case ARRAY, ITERABLE ->
          listOf(value(Objects.requireNonNull(type.getCollectionElementType()), name, text));
      case MAP -> {
        Object key = value(Objects.requireNonNull(type.getMapKeyType()), name, text);
        Object value = value(Objects.requireNonNull(type.getMapValueType()), name, text);
        yield key == null || value == null ? Map.of() : Map.of(key, value);
      }
      case ROW -> row(Objects.requireNonNull(type.getRowSchema()), text);
      case LOGICAL_TYPE -> logical(Objects.requireNonNull(type.getLogicalType()), name, text);
    };
  }

  private static List<Object> listOf(@Nullable Object element) {
    return element == null ? List.of() : List.of(element);
  }

  // Beam gives the types of a logical type's values only to who knows it.
  @SuppressWarnings("unchecked")
  private static @Nullable Object logical(
      LogicalType<?, ?> type, String name, @Nullable String text) {
    Object base = value(type.getBaseType(), name, text);
    if (base == null) {
      return null;
    }
    try {
      return ((LogicalType<Object, Object>) type).toInputType(base);
    } catch (RuntimeException e) {
      // It has rules of its own, for instance a length; there is no example then.
      return null;
    }
  }

  private static String text(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (Map.Entry<String, String> each : TEXTS) {
      if (lower.contains(each.getKey())) {
        return each.getValue();
      }
    }
    return OTHER;
  }
}
