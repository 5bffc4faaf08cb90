package io.summerbeam.sdk.format;

import java.util.Base64;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.jspecify.annotations.Nullable;

/** Reads the text of a column as the type of its field. */
final class CsvValue {

  private final TypeName type;
  private final @Nullable TimeText times;
  private final boolean nullable;
  private final FieldRule rule;

  CsvValue(Schema.Field field) {
    checkType(field);
    this.type = field.getType().getTypeName();
    this.times = TimeText.of(field.getType());
    this.nullable = Boolean.TRUE.equals(field.getType().getNullable());
    this.rule = new FieldRule(field.getType(), field.getName());
  }

  static void checkType(Schema.Field field) {
    if (!field.getType().getTypeName().isPrimitiveType() && TimeText.of(field.getType()) == null) {
      throw FieldRule.unsupported(field.getType(), field.getName(), "CSV");
    }
  }

  /** The value; null; or a {@link Problem}. */
  @Nullable Object read(String text, boolean quoted) {
    if (text.isEmpty() && !quoted && nullable) {
      return null;
    }
    return switch (type) {
      case STRING -> text;
      case BYTE, INT16, INT32, INT64 -> whole(text);
      case FLOAT, DOUBLE, DECIMAL ->
          Numbers.isNumber(text) ? inRange(Numbers.parse(text, type)) : other(text);
      case BOOLEAN ->
          text.equals("true") ? (Object) true : text.equals("false") ? (Object) false : other(text);
      case BYTES -> bytes(text);
      default -> {
        Object time = times == null ? null : times.parse(text);
        yield time == null ? other(text) : time;
      }
    };
  }

  private Object whole(String text) {
    if (!Numbers.isWhole(text)) {
      return other(text);
    }
    try {
      return inRange(Numbers.narrow(Long.parseLong(text), type));
    } catch (NumberFormatException e) {
      // Digits only, so there are too many.
      return rule.butIs(FieldRule.OUT_OF_RANGE);
    }
  }

  private Object bytes(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return rule.butIs(FieldRule.OTHER_TEXT);
    }
  }

  private Object inRange(@Nullable Object value) {
    return value == null ? rule.butIs(FieldRule.OUT_OF_RANGE) : value;
  }

  private Object other(String text) {
    return rule.butIs(text.isEmpty() ? "empty" : FieldRule.OTHER_TEXT);
  }
}
