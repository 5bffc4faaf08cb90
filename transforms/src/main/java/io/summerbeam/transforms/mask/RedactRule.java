package io.summerbeam.transforms.mask;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.schema.FieldPath;
import java.math.BigDecimal;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.jspecify.annotations.Nullable;

/**
 * Puts one fixed text in the place of every value, of the empty text, too; or one fixed number, of
 * 0, too.
 *
 * <p><b>Types.</b> STRING; all numbers with {@link #withNumber}. What can be null can be
 * {@linkplain MaskRules#nullify nullified}.
 *
 * <p><b>Protection.</b> Nothing is left of the value, not even its length. Only null stays null.
 */
@AutoValue
public abstract class RedactRule extends MaskRule {

  private static final long serialVersionUID = 1;

  /** The default text. */
  public static final String TEXT = "***";

  RedactRule() {}

  static RedactRule of(FieldPath path) {
    return new AutoValue_RedactRule(path, null, null);
  }

  /**
   * Puts this text there. Default: {@value #TEXT}.
   *
   * @throws IllegalArgumentException if there is a number
   */
  public RedactRule withText(String text) {
    requireOne(number());
    return new AutoValue_RedactRule(path(), text, null);
  }

  /** As {@link #withNumber(BigDecimal)}. */
  public RedactRule withNumber(long number) {
    return withNumber(BigDecimal.valueOf(number));
  }

  /**
   * Puts this number there; the field is of numbers then, of a type that has it. Take one that
   * nobody mistakes for a value. Default: none, and numbers are refused.
   *
   * @throws IllegalArgumentException if there is a text
   */
  public RedactRule withNumber(BigDecimal number) {
    requireOne(text());
    return new AutoValue_RedactRule(path(), null, number);
  }

  private static void requireOne(@Nullable Object other) {
    if (other != null) {
      throw new IllegalArgumentException(
          "There must be withText() or withNumber(), but there are both.");
    }
  }

  @Override
  public abstract FieldPath path();

  abstract @Nullable String text();

  abstract @Nullable BigDecimal number();

  @Override
  public String technique() {
    return "redact";
  }

  @Override
  public Protection protection() {
    return Protection.of(false, false, false, "Whether there is a value.");
  }

  @Override
  void check(FieldType type, Schema input) {
    BigDecimal number = number();
    if (number == null) {
      requireType(type, remedy(type), TypeName.STRING);
    } else if (!NumberType.isNumber(type)) {
      throw unfit(type, NumberType.NAMES + ", with a number", "Leave withNumber() out.");
    } else if (!isOf(type.getTypeName(), number)) {
      throw new IllegalArgumentException(
          this
              + ": withNumber() must be a number of type "
              + type.getTypeName()
              + ", but was: "
              + number);
    }
  }

  private static String remedy(FieldType type) {
    if (Boolean.TRUE.equals(type.getNullable())) {
      return "It can be null: use nullify.";
    }
    if (NumberType.isNumber(type)) {
      return "Give it withNumber().";
    }
    return switch (type.getTypeName()) {
      case ROW, ARRAY, ITERABLE, MAP -> "Redact what is in it.";
      default -> "It can be nullified where the schema makes it nullable, or left out.";
    };
  }

  @SuppressWarnings("UnusedException") // It says no more than that.
  private static boolean isOf(TypeName type, BigDecimal number) {
    try {
      Object unused = NumberType.of(type, number);
      return true;
    } catch (ArithmeticException e) {
      return false;
    }
  }

  @Override
  ValueMask open(FieldType type, Schema input) {
    BigDecimal number = number();
    String text = text();
    Object fixed =
        number == null ? text == null ? TEXT : text : NumberType.of(type.getTypeName(), number);
    return (value, record) -> fixed;
  }

  @Override
  int leastLength(FieldType type) {
    String text = text();
    return text == null ? TEXT.length() : text.length();
  }
}
