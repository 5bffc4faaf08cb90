package io.summerbeam.sdk.expression;

import com.google.common.primitives.UnsignedLong;
import java.math.BigDecimal;

/** The exact order of all numbers, of whatever type. */
final class Numbers {

  private Numbers() {}

  static boolean isNaN(Number number) {
    return number instanceof Double floating && floating.isNaN();
  }

  /** Compares two numbers, neither of which is a NaN; the two zeros are equal. */
  static int compare(Number left, Number right) {
    if (left instanceof Long x && right instanceof Long y) {
      return Long.compare(x, y);
    }
    if (left instanceof Double x && right instanceof Double y) {
      return x < y ? -1 : x > y ? 1 : 0;
    }
    if (isInfinite(left) || isInfinite(right)) {
      return Double.compare(left.doubleValue(), right.doubleValue());
    }
    return exact(left).compareTo(exact(right));
  }

  private static boolean isInfinite(Number number) {
    return number instanceof Double floating && floating.isInfinite();
  }

  static BigDecimal exact(Number number) {
    if (number instanceof BigDecimal decimal) {
      return decimal;
    }
    if (number instanceof Double floating) {
      return new BigDecimal(floating);
    }
    return number instanceof UnsignedLong unsigned
        ? new BigDecimal(unsigned.bigIntegerValue())
        : BigDecimal.valueOf(number.longValue());
  }
}
