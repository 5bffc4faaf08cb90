package io.summerbeam.sdk.format;

import com.fasterxml.jackson.core.io.NumberInput;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.jspecify.annotations.Nullable;

/** Numbers as text, written as in JSON. */
final class Numbers {

  // Possessive, so that a text that fails does not send the matcher back.
  private static final Pattern NUMBER =
      Pattern.compile("-?+(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?+(?:[eE][+-]?+[0-9]++)?+");
  private static final Pattern WHOLE = Pattern.compile("-?+(?:0|[1-9][0-9]*+)");

  private Numbers() {}

  static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }

  static boolean isWhole(String text) {
    return WHOLE.matcher(text).matches();
  }

  /** The value as the type has it; null where it is out of the type's range. */
  static @Nullable Object narrow(long value, TypeName type) {
    return switch (type) {
      case BYTE -> value == (byte) value ? (Object) (byte) value : null;
      case INT16 -> value == (short) value ? (Object) (short) value : null;
      case INT32 -> value == (int) value ? (Object) (int) value : null;
      default -> (Object) value;
    };
  }

  /**
   * The value of a text that is a number, as FLOAT, DOUBLE or DECIMAL; null where it is out of the
   * type's range.
   */
  static @Nullable Object parse(String number, TypeName type) {
    return switch (type) {
      case FLOAT -> {
        float single = Float.parseFloat(number);
        yield Float.isInfinite(single) ? null : (Object) single;
      }
      case DOUBLE -> finite(Double.parseDouble(number));
      default -> {
        try {
          BigDecimal decimal = NumberInput.parseBigDecimal(number, true);
          yield Math.abs((long) decimal.scale()) <= RowFormat.MAX_DECIMAL_SCALE ? decimal : null;
        } catch (NumberFormatException e) {
          // The exponent is more than BigDecimal has.
          yield null;
        }
      }
    };
  }

  static @Nullable Double finite(double value) {
    return Double.isInfinite(value) ? null : value;
  }
}
