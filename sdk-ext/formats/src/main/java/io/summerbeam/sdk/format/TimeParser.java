package io.summerbeam.sdk.format;

import java.time.ZoneId;

/** Reads times of one pattern, exactly. */
abstract class TimeParser {

  /** What {@link #parse} returns for a text that is no time; no time of Beam's. */
  static final long NONE = Long.MIN_VALUE;

  /**
   * A parser for a pattern.
   *
   * @throws IllegalArgumentException if it is no pattern, or gives no year, month and day
   */
  static TimeParser of(String pattern, ZoneId zone) {
    FixedWidthPattern fixed = FixedWidthPattern.compile(pattern);
    return fixed != null
        ? new FixedWidthTimeParser(fixed, new LocalTimes(zone))
        : new FormattedTimeParser(pattern, new LocalTimes(zone));
  }

  /** Whole milliseconds since 1970-01-01T00:00:00Z, rounded down, or {@link #NONE}. */
  abstract long parse(String text);

  static IllegalArgumentException refuse(String pattern, String rule, RuntimeException cause) {
    return new IllegalArgumentException(refusal(pattern, rule), cause);
  }

  static IllegalArgumentException refuse(String pattern, String rule) {
    return new IllegalArgumentException(refusal(pattern, rule));
  }

  private static String refusal(String pattern, String rule) {
    return "The pattern of an event time must " + rule + ", but was: " + pattern;
  }
}
