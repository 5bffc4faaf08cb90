package io.summerbeam.transforms.validate;

import java.math.BigDecimal;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.joda.time.ReadableInstant;
import org.jspecify.annotations.Nullable;

/**
 * A number, date or time between two, both included.
 *
 * @param from null where there is no least value
 * @param to null where there is no greatest value
 */
record RangeCondition(@Nullable Object from, @Nullable Object to) implements ValueCondition {

  @Override
  public String text() {
    if (to == null) {
      return "is at least " + from;
    }
    return from == null ? "is at most " + to : "is from " + from + " to " + to;
  }

  @Override
  public ValueTest on(FieldType type, String where) {
    Class<?> values = ValueClass.of(type);
    if (Constants.WHOLE.contains(values)) {
      return whole(where);
    } else if (values == Double.class || values == Float.class) {
      return floatingPoint(values, where);
    } else if (values == BigDecimal.class) {
      return comparable(
          from == null ? null : Constants.number(from, where),
          to == null ? null : Constants.number(to, where),
          where);
    } else if (ReadableInstant.class.isAssignableFrom(values)) {
      return millis(where);
    } else if (Constants.TIMES.contains(values)) {
      return comparable(
          from == null ? null : Constants.time(from, values, where),
          to == null ? null : Constants.time(to, values, where),
          where);
    }
    throw new IllegalArgumentException(
        where
            + " holds "
            + values.getSimpleName()
            + ", but a range is for numbers, dates and times.");
  }

  private ValueTest whole(String where) {
    long least =
        from == null ? Long.MIN_VALUE : Constants.atLeast(Constants.number(from, where), where);
    long greatest =
        to == null ? Long.MAX_VALUE : Constants.atMost(Constants.number(to, where), where);
    require(least <= greatest, where);
    return new WholeTest(least, greatest);
  }

  private ValueTest floatingPoint(Class<?> type, String where) {
    double least = from == null ? Double.NEGATIVE_INFINITY : limit(from, type, where);
    double greatest = to == null ? Double.POSITIVE_INFINITY : limit(to, type, where);
    require(least <= greatest, where);
    return new FloatingPointTest(least, greatest);
  }

  // A limit that the type does not have is the nearest one that it has.
  private static double limit(Object constant, Class<?> type, String where) {
    BigDecimal number = Constants.number(constant, where);
    return type == Float.class ? number.floatValue() : number.doubleValue();
  }

  private ValueTest millis(String where) {
    long least = from == null ? Long.MIN_VALUE : Constants.millisFrom(from, where);
    long greatest = to == null ? Long.MAX_VALUE : Constants.millisTo(to, where);
    require(least <= greatest, where);
    return new MillisTest(least, greatest);
  }

  private ValueTest comparable(
      @Nullable Comparable<?> least, @Nullable Comparable<?> greatest, String where) {
    require(least == null || greatest == null || compare(least, greatest) <= 0, where);
    return new ComparableTest(least, greatest);
  }

  private void require(boolean ordered, String where) {
    if (!ordered) {
      throw new IllegalArgumentException(
          where + ": no value " + text() + ". Exchange the limits, or change one of them.");
    }
  }

  // Both are of one class, which is comparable with itself.
  @SuppressWarnings("unchecked")
  private static int compare(Comparable<?> one, Object other) {
    return ((Comparable<Object>) one).compareTo(other);
  }

  private static final class WholeTest extends ValueTest {

    private final long least;
    private final long greatest;

    WholeTest(long least, long greatest) {
      this.least = least;
      this.greatest = greatest;
    }

    @Override
    boolean holds(Object value) {
      long number = value instanceof Long whole ? whole : ((Number) value).longValue();
      return least <= number && number <= greatest;
    }
  }

  private static final class FloatingPointTest extends ValueTest {

    private final double least;
    private final double greatest;

    FloatingPointTest(double least, double greatest) {
      this.least = least;
      this.greatest = greatest;
    }

    @Override
    boolean holds(Object value) {
      double number = ((Number) value).doubleValue();
      // Not where it is a NaN.
      return least <= number && number <= greatest;
    }
  }

  private static final class MillisTest extends ValueTest {

    private final long least;
    private final long greatest;

    MillisTest(long least, long greatest) {
      this.least = least;
      this.greatest = greatest;
    }

    @Override
    boolean holds(Object value) {
      long millis = ((ReadableInstant) value).getMillis();
      return least <= millis && millis <= greatest;
    }
  }

  private static final class ComparableTest extends ValueTest {

    private final @Nullable Comparable<?> least;
    private final @Nullable Comparable<?> greatest;

    ComparableTest(@Nullable Comparable<?> least, @Nullable Comparable<?> greatest) {
      this.least = least;
      this.greatest = greatest;
    }

    @Override
    boolean holds(Object value) {
      return (least == null || compare(least, value) <= 0)
          && (greatest == null || compare(greatest, value) >= 0);
    }
  }
}
