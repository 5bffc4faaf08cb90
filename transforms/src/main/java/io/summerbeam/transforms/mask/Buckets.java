package io.summerbeam.transforms.mask;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/**
 * What {@link MaskRules#generalize} makes of values: each becomes the beginning of the bucket it is
 * in, of the same type, so that many values become one.
 */
public abstract class Buckets implements Serializable {

  private static final long serialVersionUID = 1;

  Buckets() {}

  /**
   * Numbers in buckets of one width, from 0 in both directions: with 10, 37 becomes 30 and -1
   * becomes -10. For all types of numbers; infinite ones, and what is no number, stay.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public static Buckets ofWidth(long width) {
    return ofWidth(BigDecimal.valueOf(width));
  }

  /**
   * As {@link #ofWidth(long)}, with a width that may have a fraction, where the type has one. It is
   * exact: of a DOUBLE the decimals that are written count.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public static Buckets ofWidth(BigDecimal width) {
    if (width.signum() <= 0) {
      throw new IllegalArgumentException("ofWidth() must be positive, but was: " + width);
    }
    return WidthBuckets.of(width);
  }

  /**
   * Numbers in buckets that begin at these: with 0, 18, 65, 40 becomes 18 and 90 becomes 65. A
   * value below the first makes its record a dead letter.
   *
   * @throws IllegalArgumentException if they do not ascend
   */
  public static Buckets startingAt(long first, long... others) {
    List<BigDecimal> starts = new ArrayList<>();
    starts.add(BigDecimal.valueOf(first));
    for (long other : others) {
      starts.add(BigDecimal.valueOf(other));
    }
    return startingAt(starts);
  }

  /**
   * As {@link #startingAt(long, long...)}, with fractions, where the type has them.
   *
   * @throws IllegalArgumentException if there are none, or they do not ascend
   */
  public static Buckets startingAt(List<BigDecimal> starts) {
    if (starts.isEmpty()) {
      throw new IllegalArgumentException(
          "startingAt() must have one number or more, but has none.");
    }
    for (int i = 1; i < starts.size(); i++) {
      if (starts.get(i - 1).compareTo(starts.get(i)) >= 0) {
        throw new IllegalArgumentException(
            "startingAt() must have numbers that ascend, but has: " + starts);
      }
    }
    return StartBuckets.of(List.copyOf(starts));
  }

  /** Dates and times to the first instant of their day; of instants, those in UTC. */
  public static Buckets toDay() {
    return CalendarBuckets.of(ChronoUnit.DAYS);
  }

  /** Dates and times to the first instant of their month; of instants, those in UTC. */
  public static Buckets toMonth() {
    return CalendarBuckets.of(ChronoUnit.MONTHS);
  }

  /** Dates and times to the first instant of their year; of instants, those in UTC. */
  public static Buckets toYear() {
    return CalendarBuckets.of(ChronoUnit.YEARS);
  }

  /**
   * Texts to their first characters, code points of Unicode: with 2, the postcode {@code 10115}
   * becomes {@code 10}. Shorter texts stay as they are.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public static Buckets keepPrefix(int characters) {
    if (characters <= 0) {
      throw new IllegalArgumentException("keepPrefix() must be positive, but was: " + characters);
    }
    return PrefixBuckets.of(characters);
  }

  /**
   * Fits them to a type.
   *
   * @param rule whose they are; its message says it
   */
  abstract void check(FieldType type, MaskRule rule);

  /** Puts values of a type into them. */
  abstract ValueMask open(FieldType type);

  /** Whether a value looks like one that was not put into a bucket. */
  abstract boolean keepsFormat();

  /** What is left of a value, in one sentence. */
  abstract String reveals();
}
