package io.summerbeam.sdk.window;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.WindowFn;

/**
 * How time is cut into windows, in Java and as text.
 *
 * <table>
 * <caption>Windows</caption>
 * <tr><th>Java</th><th>text</th><th></th></tr>
 * <tr><td>{@code Windows.fixed(Duration.ofMinutes(5))}</td><td>{@code fixed PT5M}</td>
 *     <td>windows of one length, counted from 1970-01-01T00:00:00Z</td></tr>
 * <tr><td>{@code Windows.days(ZoneOffset.UTC)}</td><td>{@code days UTC}</td>
 *     <td>calendar days in a time zone: 23 or 25 hours long where the clocks change</td></tr>
 * </table>
 *
 * <p>Every window contains its start and not its end. Windows that are written alike are equal, and
 * their {@code toString} is the text.
 */
public final class Windows {

  // Half of the time that Beam has.
  private static final Duration LONGEST =
      Duration.ofMillis(BoundedWindow.TIMESTAMP_MAX_VALUE.getMillis());

  private Windows() {}

  /**
   * Windows of one length, counted from 1970-01-01T00:00:00Z.
   *
   * @throws IllegalArgumentException if the length is not a positive number of milliseconds, or is
   *     longer than 292,000 years
   */
  public static WindowFn<Object, ? extends BoundedWindow> fixed(Duration length) {
    if (length.isNegative() || length.isZero() || length.toNanosPart() % 1_000_000 != 0) {
      throw new IllegalArgumentException(
          "Windows.fixed(): the length must be a positive number of milliseconds, but was: "
              + length);
    }
    if (length.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "Windows.fixed(): the length must be at most "
              + LONGEST
              + ", as long as Beam has time, but was: "
              + length);
    }
    return new FixedLengthWindows(length.toMillis());
  }

  /**
   * Calendar days in a time zone, each from the first instant that has its date to the first one of
   * the next.
   */
  public static WindowFn<Object, ? extends BoundedWindow> days(ZoneId zone) {
    return new DayWindows(zone);
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if it is none of the forms above
   */
  public static WindowFn<Object, ? extends BoundedWindow> parse(String text) {
    String[] words = text.trim().split("\\s+", -1);
    if (words.length == 2) {
      try {
        if (words[0].equals("fixed")) {
          return fixed(Duration.parse(words[1]));
        }
        if (words[0].equals("days")) {
          return days(ZoneId.of(words[1]));
        }
      } catch (DateTimeException e) {
        throw new IllegalArgumentException(
            "windows: '" + words[1] + "' is neither an ISO 8601 duration nor a time zone", e);
      }
    }
    throw new IllegalArgumentException(
        "windows: must be 'fixed DURATION' (fixed PT5M) or 'days ZONE' (days UTC), but was: "
            + text);
  }
}
