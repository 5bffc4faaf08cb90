package io.summerbeam.sdk.state;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;

/** Reads and checks lengths of event time that settings are given. */
public final class Durations {

  /** The longest there is: all the time that Beam knows. */
  public static final Duration MAX =
      Duration.ofMillis(
          BoundedWindow.TIMESTAMP_MAX_VALUE.getMillis()
              - BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis());

  private Durations() {}

  /**
   * Requires a whole number of milliseconds, none at least and {@link #MAX} at most.
   *
   * @param what the setting, first word of the message: {@code withWait()}
   * @throws IllegalArgumentException if it is not
   */
  public static Duration requireMillis(String what, Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(what + " must not be negative, but was: " + duration);
    }
    if (duration.compareTo(MAX) > 0) {
      throw new IllegalArgumentException(
          what + " must be at most " + MAX + ", but was: " + duration);
    }
    if (!duration.equals(Duration.ofMillis(duration.toMillis()))) {
      throw new IllegalArgumentException(
          what + " must be a whole number of milliseconds, but was: " + duration);
    }
    return duration;
  }

  /**
   * As {@link #requireMillis}, and not zero.
   *
   * @throws IllegalArgumentException if it is not
   */
  public static Duration requirePositive(String what, Duration duration) {
    if (duration.isZero()) {
      throw new IllegalArgumentException(
          what + " must be at least a millisecond, but was: " + duration);
    }
    return requireMillis(what, duration);
  }

  /**
   * Reads the text form: ISO 8601, in days at most.
   *
   * @param what the setting, first word of the message: {@code within}
   * @throws IllegalArgumentException if it is none
   */
  public static Duration parse(String what, String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          what
              + " must be an ISO 8601 duration of days, hours, minutes and seconds (P1D, PT5M,"
              + " PT0.5S), but was: '"
              + text
              + "'",
          e);
    }
  }

  /** The milliseconds of what Beam allows, cut to {@link #MAX}. */
  public static long millisOf(org.joda.time.Duration duration) {
    return Math.min(duration.getMillis(), MAX.toMillis());
  }
}
