package io.summerbeam.transforms.aggregate;

import java.math.BigDecimal;

/** The one form of equal numbers: of 1.0 and 1.00, and of 0.0 and -0.0. */
final class Canonical {

  // Beyond it a short number would be a long one.
  private static final int MAX_ZEROS = 38;

  private Canonical() {}

  static Object of(Object value) {
    if (value instanceof Double number) {
      return number == 0 ? (Object) 0.0 : number;
    }
    if (value instanceof Float number) {
      return number == 0 ? (Object) 0.0f : number;
    }
    return value instanceof BigDecimal number ? decimal(number) : value;
  }

  // 100 is nicer than 1E+2.
  private static BigDecimal decimal(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 && stripped.scale() >= -MAX_ZEROS ? stripped.setScale(0) : stripped;
  }
}
