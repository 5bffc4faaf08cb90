package io.summerbeam.transforms.mask;

import java.math.BigDecimal;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.jspecify.annotations.Nullable;

/** The types of numbers, and how their values are exact decimals and back. */
final class NumberType {

  /** The types in words, for messages. */
  static final String NAMES = "numbers";

  // The longest number that is worked with. 1E+1000000000 has little to read and much to multiply.
  private static final int MAX_DIGITS = 1000;

  private NumberType() {}

  /** Whether the values of a type are numbers. */
  static boolean isNumber(FieldType type) {
    return switch (type.getTypeName()) {
      case BYTE, INT16, INT32, INT64, DECIMAL, FLOAT, DOUBLE -> true;
      default -> false;
    };
  }

  /**
   * A number as it is written: 0.1 is one tenth, of every type.
   *
   * @return null if it is infinite or no number
   */
  static @Nullable BigDecimal exact(Object value) throws MaskException {
    if (value instanceof BigDecimal decimal) {
      long digits = Math.max(0L, -(long) decimal.scale()) + decimal.precision();
      if (digits > MAX_DIGITS || decimal.scale() > MAX_DIGITS) {
        throw new MaskException(
            "the number must have " + MAX_DIGITS + " digits or less, but has more");
      }
      return decimal;
    }
    if (value instanceof Double || value instanceof Float) {
      return Double.isFinite(((Number) value).doubleValue())
          ? new BigDecimal(value.toString())
          : null;
    }
    return BigDecimal.valueOf(((Number) value).longValue());
  }

  /**
   * A decimal as a value of a type.
   *
   * @throws ArithmeticException if it is not in the range of the type, or has a fraction that the
   *     type has not
   */
  static Object of(TypeName type, BigDecimal number) {
    return switch (type) {
      case BYTE -> number.byteValueExact();
      case INT16 -> number.shortValueExact();
      case INT32 -> number.intValueExact();
      case INT64 -> number.longValueExact();
      case FLOAT -> (float) finite(number.floatValue());
      case DOUBLE -> finite(number.doubleValue());
      case DECIMAL -> number;
      default -> throw new IllegalArgumentException("no number: " + type);
    };
  }

  private static double finite(double number) {
    if (Double.isInfinite(number)) {
      throw new ArithmeticException("out of range");
    }
    return number;
  }
}
