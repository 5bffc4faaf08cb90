package io.summerbeam.transforms.validate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Set;
import org.joda.time.ReadableInstant;

/**
 * The constants that expectations name, as values of a field's type. A text is read as one, in ISO
 * 8601 where it is a time.
 */
final class Constants {

  /** The classes of whole numbers. */
  static final Set<Class<?>> WHOLE = Set.of(Byte.class, Short.class, Integer.class, Long.class);

  /** The classes of times, but for that of DATETIME. */
  static final Set<Class<?>> TIMES =
      Set.of(Instant.class, LocalDate.class, LocalTime.class, LocalDateTime.class, Duration.class);

  private static final BigDecimal LEAST = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal GREATEST = BigDecimal.valueOf(Long.MAX_VALUE);

  // "1e999999999" is short as a text, and a gigabyte when it is rounded.
  private static final int MAX_SCALE = 10_000;

  private Constants() {}

  /** An exact number; a floating-point one is the decimal it is written as. */
  static BigDecimal number(Object constant, String where) {
    BigDecimal number = null;
    if (constant instanceof BigDecimal decimal) {
      number = decimal;
    } else if (constant instanceof BigInteger whole) {
      number = new BigDecimal(whole);
    } else if (constant instanceof Number || constant instanceof String) {
      try {
        number = new BigDecimal(constant.toString());
      } catch (NumberFormatException e) {
        // Also NaN and the infinities.
        throw unfit(constant, "a number", where);
      }
    }
    if (number == null || Math.abs((long) number.scale()) > MAX_SCALE) {
      throw unfit(constant, "a number", where);
    }
    return number;
  }

  /** The least whole number of 64 bits that is not below a number. */
  static long atLeast(BigDecimal number, String where) {
    if (number.compareTo(GREATEST) > 0) {
      throw outOfRange(number, where);
    }
    return number.max(LEAST).setScale(0, RoundingMode.CEILING).longValueExact();
  }

  /** The greatest whole number of 64 bits that is not above a number. */
  static long atMost(BigDecimal number, String where) {
    if (number.compareTo(LEAST) < 0) {
      throw outOfRange(number, where);
    }
    return number.min(GREATEST).setScale(0, RoundingMode.FLOOR).longValueExact();
  }

  /** This whole number. */
  static long whole(Object constant, String where) {
    BigDecimal number = number(constant, where);
    try {
      return number.longValueExact();
    } catch (ArithmeticException e) {
      throw unfit(constant, "a whole number of 64 bits", where);
    }
  }

  /**
   * A time.
   *
   * @param type one of {@link #TIMES}
   */
  static Comparable<?> time(Object constant, Class<?> type, String where) {
    Object time = constant instanceof String text ? parse(text, type, where) : constant;
    if (type == Instant.class && time instanceof ReadableInstant joda) {
      time = Instant.ofEpochMilli(joda.getMillis());
    }
    if (time instanceof Comparable<?> comparable && type.isInstance(time)) {
      return comparable;
    }
    throw unfit(constant, named(type), where);
  }

  /** The first millisecond that is not before a point in time. */
  static long millisFrom(Object constant, String where) {
    Instant time = (Instant) time(constant, Instant.class, where);
    long millis = millis(time, constant, where);
    return time.equals(Instant.ofEpochMilli(millis)) ? millis : millis + 1;
  }

  /** The last millisecond that is not after a point in time. */
  static long millisTo(Object constant, String where) {
    return millis((Instant) time(constant, Instant.class, where), constant, where);
  }

  static IllegalArgumentException unfit(Object constant, String kind, String where) {
    return new IllegalArgumentException(
        where + " takes " + kind + ", which '" + constant + "' is not.");
  }

  private static String named(Class<?> type) {
    return (type == Instant.class ? "an " : "a ") + type.getSimpleName();
  }

  private static long millis(Instant time, Object constant, String where) {
    try {
      return time.toEpochMilli();
    } catch (ArithmeticException e) {
      throw unfit(constant, "a time of 64 bits of milliseconds", where);
    }
  }

  private static Object parse(String text, Class<?> type, String where) {
    try {
      if (type == Instant.class) {
        return Instant.parse(text);
      } else if (type == LocalDate.class) {
        return LocalDate.parse(text);
      } else if (type == LocalTime.class) {
        return LocalTime.parse(text);
      } else if (type == LocalDateTime.class) {
        return LocalDateTime.parse(text);
      }
      return Duration.parse(text);
    } catch (DateTimeException e) {
      throw unfit(text, named(type) + " in ISO 8601", where);
    }
  }

  private static IllegalArgumentException outOfRange(BigDecimal number, String where) {
    return new IllegalArgumentException(
        where + ": no whole number of 64 bits is on that side of " + number + ".");
  }
}
