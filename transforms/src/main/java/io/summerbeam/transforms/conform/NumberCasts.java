package io.summerbeam.transforms.conform;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.jspecify.annotations.Nullable;

/**
 * Numbers as numbers of another type, of the same value: what is cast and cast back is what it was.
 * Widening is done without looking at the value. A decimal is as good as the binary number whose
 * shortest text it is: 0.1.
 */
final class NumberCasts {

  private static final Set<TypeName> WHOLE =
      EnumSet.of(TypeName.BYTE, TypeName.INT16, TypeName.INT32, TypeName.INT64);
  private static final Set<TypeName> BINARY = EnumSet.of(TypeName.FLOAT, TypeName.DOUBLE);

  // The powers of two beyond which a double, and a float, leave out whole numbers.
  private static final double TWO_TO_63 = 0x1p63;

  // A number of more digits than this would take a machine a while to write out.
  private static final int MAX_SCALE = 10_000;

  private NumberCasts() {}

  static boolean isWhole(TypeName type) {
    return WHOLE.contains(type);
  }

  /** Null where one of them is no number. */
  static @Nullable Cast between(TypeName from, TypeName to) {
    if (from == to) {
      return from.isNumericType() ? value -> value : null;
    }
    if (WHOLE.contains(from)) {
      return ofWhole(to);
    }
    if (BINARY.contains(from)) {
      return ofBinary(from, to);
    }
    return from == TypeName.DECIMAL ? ofDecimal(to) : null;
  }

  private static @Nullable Cast ofWhole(TypeName to) {
    return switch (to) {
      case BYTE, INT16, INT32, INT64 -> value -> whole(((Number) value).longValue(), to);
      case FLOAT -> value -> toFloat(((Number) value).longValue());
      case DOUBLE -> value -> toDouble(((Number) value).longValue());
      case DECIMAL -> value -> BigDecimal.valueOf(((Number) value).longValue());
      default -> null;
    };
  }

  private static @Nullable Cast ofBinary(TypeName from, TypeName to) {
    return switch (to) {
      case BYTE, INT16, INT32, INT64 -> value -> whole(toLong(((Number) value).doubleValue()), to);
      case FLOAT -> value -> toFloat((Double) value);
      case DOUBLE -> value -> (double) (Float) value;
      case DECIMAL ->
          from == TypeName.FLOAT
              ? value -> decimal(((Float) value).isNaN() || ((Float) value).isInfinite(), value)
              : value -> decimal(((Double) value).isNaN() || ((Double) value).isInfinite(), value);
      default -> null;
    };
  }

  private static @Nullable Cast ofDecimal(TypeName to) {
    return switch (to) {
      case BYTE, INT16, INT32, INT64 -> value -> whole(toLong((BigDecimal) value), to);
      case FLOAT -> value -> toFloat((BigDecimal) value);
      case DOUBLE -> value -> toDouble((BigDecimal) value);
      default -> null;
    };
  }

  static Object whole(long value, TypeName to) throws MisfitException {
    boolean fits =
        switch (to) {
          case BYTE -> value == (byte) value;
          case INT16 -> value == (short) value;
          case INT32 -> value == (int) value;
          default -> true;
        };
    if (!fits) {
      throw new MisfitException("a number outside of the range of " + to);
    }
    return switch (to) {
      case BYTE -> (byte) value;
      case INT16 -> (short) value;
      case INT32 -> (int) value;
      default -> value;
    };
  }

  private static long toLong(double value) throws MisfitException {
    if (value != Math.rint(value) || Double.isInfinite(value)) {
      throw new MisfitException("a number that is not whole");
    }
    if (value < -TWO_TO_63 || value >= TWO_TO_63) {
      throw new MisfitException("a number outside of the range of INT64");
    }
    return (long) value;
  }

  private static long toLong(BigDecimal value) throws MisfitException {
    try {
      if (Math.abs((long) value.scale()) > MAX_SCALE) {
        throw new MisfitException("a number of too many digits");
      }
      return value.longValueExact();
    } catch (ArithmeticException e) {
      throw new MisfitException("a number that is not whole, or outside of the range of INT64");
    }
  }

  private static Object toDouble(long value) throws MisfitException {
    double made = (double) value;
    // The largest long becomes 2 to 63, which a cast back makes the largest again.
    if (made == TWO_TO_63 || (long) made != value) {
      throw new MisfitException("a number of more digits than DOUBLE has");
    }
    return made;
  }

  private static Object toFloat(long value) throws MisfitException {
    float made = (float) value;
    if (made == (float) TWO_TO_63 || (long) made != value) {
      throw new MisfitException("a number of more digits than FLOAT has");
    }
    return made;
  }

  private static Object toFloat(double value) throws MisfitException {
    float made = (float) value;
    if (made != value && !Double.isNaN(value)) {
      throw new MisfitException("a number that FLOAT does not hold exactly");
    }
    return made;
  }

  static Object toDouble(BigDecimal value) throws MisfitException {
    double made = value.doubleValue();
    if (Double.isInfinite(made) || BigDecimal.valueOf(made).compareTo(value) != 0) {
      throw new MisfitException("a number that DOUBLE does not hold exactly");
    }
    return made;
  }

  static Object toFloat(BigDecimal value) throws MisfitException {
    float made = value.floatValue();
    if (Float.isInfinite(made) || new BigDecimal(Float.toString(made)).compareTo(value) != 0) {
      throw new MisfitException("a number that FLOAT does not hold exactly");
    }
    return made;
  }

  private static Object decimal(boolean isNone, Object value) throws MisfitException {
    if (isNone) {
      throw new MisfitException("NaN or infinite, which DECIMAL does not hold");
    }
    return new BigDecimal(value.toString());
  }
}
