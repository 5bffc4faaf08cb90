package io.summerbeam.sdk.window;

import java.time.Duration;
import java.time.ZoneId;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.WindowFn;

/**
 * How time is cut into windows, in Java and as text.
 *
 * <table>
 * <caption>Windows</caption>
 * <tr><th>Java</th><th>text</th><th></th></tr>
 * <tr><td>{@code Windows.fixed(Duration.ofMinutes(5))}</td><td>{@code fixed PT5M}</td>
 *     <td>windows of one length, counted from 1970-01-01T00:00:00Z</td></tr>
 * <tr><td>{@code Windows.sliding(Duration.ofHours(1), Duration.ofMinutes(5))}</td>
 *     <td>{@code sliding PT1H every PT5M}</td>
 *     <td>windows of one length, of which one begins every so often, counted from
 *     1970-01-01T00:00:00Z; a record is in each that contains its time</td></tr>
 * <tr><td>{@code Windows.sessions(Duration.ofMinutes(30))}</td><td>{@code sessions PT30M}</td>
 *     <td>for each key, records less than a gap apart; from the first of them to a gap after the
 *     last</td></tr>
 * <tr><td>{@code Windows.days(ZoneOffset.UTC)}</td><td>{@code days UTC}</td>
 *     <td>calendar days in a time zone: 23 or 25 hours long where the clocks change</td></tr>
 * <tr><td>{@code Windows.weeks(ZoneId.of("Europe/Berlin"))}</td>
 *     <td>{@code weeks Europe/Berlin}</td>
 *     <td>calendar weeks in a time zone, from Monday: 167 or 169 hours long where the clocks
 *     change</td></tr>
 * <tr><td>{@code Windows.months(ZoneOffset.UTC)}</td><td>{@code months UTC}</td>
 *     <td>calendar months in a time zone</td></tr>
 * <tr><td>{@code Windows.global()}</td><td>{@code global}</td>
 *     <td>one window, all of time; it has no start and no end</td></tr>
 * </table>
 *
 * <p>Every window contains its start and not its end. Windows that are written alike are equal.
 * {@link #text} gives the text.
 */
public final class Windows {

  // Half of the time that Beam has.
  private static final Duration LONGEST =
      Duration.ofMillis(BoundedWindow.TIMESTAMP_MAX_VALUE.getMillis());

  // As many as a week has minutes.
  private static final int MOST_WINDOWS_A_RECORD = 10_080;

  private Windows() {}

  /**
   * Windows of one length, counted from 1970-01-01T00:00:00Z.
   *
   * @throws IllegalArgumentException if the length is not a positive number of milliseconds, or is
   *     longer than 292,000 years
   */
  public static WindowFn<Object, ? extends BoundedWindow> fixed(Duration length) {
    return new FixedLengthWindows(millis("Windows.fixed(): the length", length));
  }

  /**
   * Windows of one size, of which one begins every so often, counted from 1970-01-01T00:00:00Z. A
   * record is in {@code size / every} windows (one more or less if that is no whole number), at
   * most 10,080: as a week has minutes.
   *
   * @throws IllegalArgumentException if one of them is not a positive number of milliseconds; if
   *     {@code every} is longer than {@code size}; or if a record would be in too many windows
   */
  public static WindowFn<Object, ? extends BoundedWindow> sliding(Duration size, Duration every) {
    long sizeMillis = millis("Windows.sliding(): the size", size);
    long everyMillis = millis("Windows.sliding(): every", every);
    if (everyMillis > sizeMillis) {
      throw new IllegalArgumentException(
          "Windows.sliding(): every must be at most the size "
              + size
              + ", or records would be in no window at all, but was: "
              + every);
    }
    if ((sizeMillis - 1) / everyMillis >= MOST_WINDOWS_A_RECORD) {
      throw new IllegalArgumentException(
          "Windows.sliding(): a record may be in "
              + MOST_WINDOWS_A_RECORD
              + " windows at most, but with size "
              + size
              + " every "
              + every
              + " is in "
              + ((sizeMillis - 1) / everyMillis + 1)
              + ". Let them begin less often, or be shorter.");
    }
    return new SlidingWindowFn(sizeMillis, everyMillis);
  }

  /**
   * Sessions: Beam's own, which runners know. Two records of a key are in one session if they, or
   * others between them, are less than the gap apart; exactly the gap apart they are not. A session
   * begins with its first record and ends a gap after its last one.
   *
   * @throws IllegalArgumentException if the gap is not a positive number of milliseconds, or is
   *     longer than 146,000 years
   */
  public static WindowFn<Object, ? extends BoundedWindow> sessions(Duration gap) {
    long millis = millis("Windows.sessions(): the gap", gap);
    // A session must be over before time is, for all records of the first half of it.
    requireAtMost("Windows.sessions(): the gap", gap, LONGEST.dividedBy(2));
    return Sessions.withGapDuration(org.joda.time.Duration.millis(millis));
  }

  /**
   * Calendar days in a time zone, each from the first instant that has its date to the first one of
   * the next.
   */
  public static WindowFn<Object, ? extends BoundedWindow> days(ZoneId zone) {
    return new CalendarWindows(CalendarPeriod.DAYS, zone);
  }

  /**
   * Calendar weeks in a time zone, as ISO 8601 has them: from the first instant of a Monday to that
   * of the next.
   */
  public static WindowFn<Object, ? extends BoundedWindow> weeks(ZoneId zone) {
    return new CalendarWindows(CalendarPeriod.WEEKS, zone);
  }

  /**
   * Calendar months in a time zone, each from the first instant of its first day to that of the
   * next one.
   */
  public static WindowFn<Object, ? extends BoundedWindow> months(ZoneId zone) {
    return new CalendarWindows(CalendarPeriod.MONTHS, zone);
  }

  /** One window, all of time: Beam's own. What is in it is complete when the input ends. */
  public static WindowFn<Object, ? extends BoundedWindow> global() {
    return new GlobalWindows();
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if it is none of the forms above
   */
  public static WindowFn<Object, ? extends BoundedWindow> parse(String text) {
    return WindowsText.read(text);
  }

  /** The text form; the name of the class for windows that have none. */
  public static String text(WindowFn<?, ?> windows) {
    return WindowsText.of(windows);
  }

  private static long millis(String what, Duration length) {
    if (length.isNegative() || length.isZero() || length.toNanosPart() % 1_000_000 != 0) {
      throw new IllegalArgumentException(
          what + " must be a positive number of milliseconds, but was: " + length);
    }
    requireAtMost(what, length, LONGEST);
    return length.toMillis();
  }

  private static void requireAtMost(String what, Duration length, Duration longest) {
    if (length.compareTo(longest) > 0) {
      throw new IllegalArgumentException(
          what + " must be at most " + longest + ", for Beam has no more time, but was: " + length);
    }
  }
}
