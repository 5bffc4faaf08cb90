package io.summerbeam.sdk.window;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.IncompatibleWindowException;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.PartitioningWindowFn;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.util.SerializableUtils;
import org.joda.time.Instant;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;

public class WindowsTest {

  private static final long DAY = Duration.ofDays(1).toMillis();

  @Test
  public void fixed_timeOnBoundary_beginsTheNextWindow() {
    assertThat(
        windowOf(Windows.fixed(Duration.ofMinutes(5)), "2001-01-01T00:05:00Z"),
        equalTo(interval("2001-01-01T00:05:00Z", "2001-01-01T00:10:00Z")));
  }

  @Test
  public void fixed_timeBefore1970_isInTheWindowThatContainsIt() {
    assertThat(
        windowOf(Windows.fixed(Duration.ofMinutes(5)), "1969-12-31T23:59:59Z"),
        equalTo(interval("1969-12-31T23:55:00Z", "1970-01-01T00:00:00Z")));
  }

  @Test
  public void fixed_longBefore1970_isInTheWindowThatContainsIt() {
    assertThat(
        windowOf(Windows.fixed(Duration.ofHours(1)), "1969-07-20T20:17:40Z"),
        equalTo(interval("1969-07-20T20:00:00Z", "1969-07-20T21:00:00Z")));
    assertThat(
        windowOf(Windows.fixed(Duration.ofHours(2)), "1969-12-31T21:00:00Z"),
        equalTo(interval("1969-12-31T20:00:00Z", "1969-12-31T22:00:00Z")));
  }

  @Test
  public void fixed_theLongestThereIs_containsAllTimes() {
    Duration longest = Duration.ofMillis(BoundedWindow.TIMESTAMP_MAX_VALUE.getMillis());
    assertContainAndFollowEachOther(
        Windows.fixed(longest), BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis());
    assertThrows(
        IllegalArgumentException.class, () -> Windows.fixed(longest.plus(Duration.ofMillis(1))));
  }

  @Test
  public void firstTimeThereIs_isInTheWindowThatContainsIt() {
    for (WindowFn<Object, ?> windows : everyKind()) {
      assertContainAndFollowEachOther(windows, BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis());
    }
  }

  @Test
  public void lastWindow_endsWhereTheGlobalWindowDoes() {
    Instant last = GlobalWindow.INSTANCE.maxTimestamp();
    for (WindowFn<Object, ?> windows : everyKind()) {
      IntervalWindow window = windowOf(windows, last);
      assertThat(windows.toString(), window.maxTimestamp(), equalTo(last));
      assertFalse(
          windowOf(windows, BoundedWindow.TIMESTAMP_MAX_VALUE)
              .maxTimestamp()
              .isAfter(BoundedWindow.TIMESTAMP_MAX_VALUE));
    }
  }

  @Test
  public void days_utc_areCalendarDays() {
    assertThat(
        windowOf(Windows.days(ZoneOffset.UTC), "2001-03-31T23:59:59.999Z"),
        equalTo(interval("2001-03-31T00:00:00Z", "2001-04-01T00:00:00Z")));
  }

  @Test
  public void days_timeBefore1970_isInItsOwnDay() {
    assertThat(
        windowOf(Windows.days(ZoneOffset.UTC), "1969-12-31T23:00:00Z"),
        equalTo(interval("1969-12-31T00:00:00Z", "1970-01-01T00:00:00Z")));
    assertThat(
        windowOf(Windows.days(ZoneOffset.UTC), "0000-02-29T00:00:00Z"),
        equalTo(interval("0000-02-29T00:00:00Z", "0000-03-01T00:00:00Z")));
  }

  @Test
  public void days_whenClocksChange_are23HoursLong() {
    assertThat(
        windowOf(Windows.days(ZoneId.of("Europe/Berlin")), "2001-03-25T12:00:00Z"),
        equalTo(interval("2001-03-24T23:00:00Z", "2001-03-25T22:00:00Z")));
  }

  @Test
  public void days_thatDoNotBeginAtMidnight_doNotOverlap() {
    WindowFn<Object, ?> saoPaulo = Windows.days(ZoneId.of("America/Sao_Paulo"));
    assertThat(
        windowOf(saoPaulo, "2001-10-14T12:00:00Z"),
        equalTo(interval("2001-10-14T03:00:00Z", "2001-10-15T02:00:00Z")));
    assertThat(
        windowOf(saoPaulo, "2001-10-15T02:00:00Z"),
        equalTo(interval("2001-10-15T02:00:00Z", "2001-10-16T02:00:00Z")));
  }

  @Test
  public void days_clocksPutBackOverMidnight_beginWithTheirFirstInstant() {
    // At 00:01 it became 23:01 of the day before.
    WindowFn<Object, ?> newfoundland = Windows.days(ZoneId.of("America/St_Johns"));
    IntervalWindow oldDay = interval("2001-10-27T02:30:00Z", "2001-10-28T02:30:00Z");
    IntervalWindow newDay = interval("2001-10-28T02:30:00Z", "2001-10-29T03:30:00Z");
    assertThat(windowOf(newfoundland, "2001-10-28T02:29:59.999Z"), equalTo(oldDay));
    assertThat(windowOf(newfoundland, "2001-10-28T02:30:30Z"), equalTo(newDay));
    assertThat(windowOf(newfoundland, "2001-10-28T02:45:00Z"), equalTo(newDay));
  }

  @Test
  public void days_dateThatAZoneLeftOut_isNoWindow() {
    // Samoa went from the 29th to the 31st.
    WindowFn<Object, ?> samoa = Windows.days(ZoneId.of("Pacific/Apia"));
    assertThat(
        windowOf(samoa, "2011-12-30T09:59:59Z"),
        equalTo(interval("2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z")));
    assertThat(
        windowOf(samoa, "2011-12-30T10:00:00Z"),
        equalTo(interval("2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z")));
  }

  @Test
  public void weeks_beginOnMonday() {
    assertThat(
        windowOf(Windows.weeks(ZoneOffset.UTC), "2001-01-07T23:59:59.999Z"),
        equalTo(interval("2001-01-01T00:00:00Z", "2001-01-08T00:00:00Z")));
    assertThat(
        windowOf(Windows.weeks(ZoneOffset.UTC), "2001-01-08T00:00:00Z"),
        equalTo(interval("2001-01-08T00:00:00Z", "2001-01-15T00:00:00Z")));
    assertThat(
        windowOf(Windows.weeks(ZoneOffset.UTC), "1969-12-31T23:00:00Z"),
        equalTo(interval("1969-12-29T00:00:00Z", "1970-01-05T00:00:00Z")));
    assertThat(
        windowOf(Windows.weeks(ZoneOffset.ofHours(2)), "1969-12-28T22:00:00Z"),
        equalTo(interval("1969-12-28T22:00:00Z", "1970-01-04T22:00:00Z")));
  }

  @Test
  public void weeks_whenClocksChange_are167Or169HoursLong() {
    WindowFn<Object, ?> berlin = Windows.weeks(ZoneId.of("Europe/Berlin"));
    IntervalWindow spring = windowOf(berlin, "2001-03-25T12:00:00Z");
    assertThat(spring, equalTo(interval("2001-03-18T23:00:00Z", "2001-03-25T22:00:00Z")));
    assertThat(hours(spring), equalTo(167L));
    IntervalWindow autumn = windowOf(berlin, "2001-10-28T12:00:00Z");
    assertThat(autumn, equalTo(interval("2001-10-21T22:00:00Z", "2001-10-28T23:00:00Z")));
    assertThat(hours(autumn), equalTo(169L));
  }

  @Test
  public void months_areAsLongAsTheCalendarSays() {
    assertThat(
        windowOf(Windows.months(ZoneOffset.UTC), "2000-02-29T23:59:59.999Z"),
        equalTo(interval("2000-02-01T00:00:00Z", "2000-03-01T00:00:00Z")));
    assertThat(
        windowOf(Windows.months(ZoneOffset.UTC), "2001-12-31T12:00:00Z"),
        equalTo(interval("2001-12-01T00:00:00Z", "2002-01-01T00:00:00Z")));
    assertThat(
        windowOf(Windows.months(ZoneOffset.UTC), "1969-12-31T12:00:00Z"),
        equalTo(interval("1969-12-01T00:00:00Z", "1970-01-01T00:00:00Z")));
    assertThat(
        windowOf(Windows.months(ZoneId.of("Europe/Berlin")), "2001-03-31T12:00:00Z"),
        equalTo(interval("2001-02-28T23:00:00Z", "2001-03-31T22:00:00Z")));
  }

  @Test
  public void calendar_allZonesAroundAllChanges_partitionsTime() {
    Set<ZoneRules> seen = new HashSet<>();
    for (String id : ZoneId.getAvailableZoneIds()) {
      ZoneId zone = ZoneId.of(id);
      // Many zones are others under another name.
      if (seen.add(zone.getRules())) {
        for (WindowFn<Object, ?> windows :
            List.of(Windows.days(zone), Windows.weeks(zone), Windows.months(zone))) {
          for (ZoneOffsetTransition change : zone.getRules().getTransitions()) {
            long at = change.getInstant().toEpochMilli();
            for (long time = at - DAY; time <= at + DAY; time += DAY / 4) {
              assertContainAndFollowEachOther(windows, time);
              assertContainAndFollowEachOther(windows, time - 1);
            }
          }
        }
      }
    }
  }

  @Test
  public void days_timesInAnyOrder_areAsAlone() {
    WindowFn<Object, ?> reused = Windows.days(ZoneId.of("Europe/Berlin"));
    for (int i = 0; i < 100; i++) {
      // Back and forth over the end of a day.
      Instant time =
          Instant.parse("2001-03-25T22:00:00Z")
              .plus(org.joda.time.Duration.millis((i % 2 == 0 ? -977L : 977L) * i));
      assertThat(
          windowOf(reused, time),
          equalTo(windowOf(Windows.days(ZoneId.of("Europe/Berlin")), time)));
    }
  }

  @Test
  public void days_timesOfOneDay_areOneObject() {
    WindowFn<Object, ?> days = Windows.days(ZoneOffset.UTC);
    assertThat(
        windowOf(days, "2001-03-31T00:00:00Z"),
        sameInstance(windowOf(days, "2001-03-31T23:59:59Z")));
  }

  @Test
  public void windows_writtenAlike_areEqualAndCompatible() throws Exception {
    assertThat(Windows.days(ZoneId.of("Etc/UTC")), equalTo(Windows.days(ZoneOffset.UTC)));
    assertThat(Windows.days(ZoneId.of("GMT")), equalTo(Windows.parse("days UTC")));
    assertThat(Windows.fixed(Duration.ofSeconds(60)), equalTo(Windows.parse("fixed PT1M")));
    for (WindowFn<Object, ?> windows : everyKind()) {
      WindowFn<Object, ?> same = Windows.parse(windows.toString());
      assertThat(same, equalTo(windows));
      assertThat(same.hashCode(), equalTo(windows.hashCode()));
      assertTrue(windows.isCompatible(same));
      windows.verifyCompatibility(same);
      assertThat(SerializableUtils.clone(windows), equalTo(windows));
      assertThat(
          DisplayData.from(windows).asMap().values().iterator().next().getValue(),
          equalTo(windows.toString()));
      CoderProperties.coderDecodeEncodeEqual(
          (Coder<IntervalWindow>) windows.windowCoder(), windowOf(windows, Instant.now()));
    }
  }

  @Test
  public void windows_writtenDifferently_areNotCompatible() {
    for (WindowFn<Object, ?> windows : everyKind()) {
      for (WindowFn<Object, ?> other : everyKind()) {
        if (!windows.toString().equals(other.toString())) {
          assertThat(windows, not(equalTo(other)));
          assertFalse(windows.isCompatible(other));
          assertThrows(IncompatibleWindowException.class, () -> windows.verifyCompatibility(other));
        }
      }
    }
  }

  @Test
  public void sessions_areBeams() {
    assertThat(
        Windows.sessions(Duration.ofMinutes(30)),
        equalTo(Sessions.withGapDuration(org.joda.time.Duration.standardMinutes(30))));
    assertThat(
        refusal(() -> Windows.sessions(Duration.ZERO)),
        equalTo(
            "Windows.sessions(): the gap must be a positive number of milliseconds, but was:"
                + " PT0S"));
    assertThat(
        refusal(() -> Windows.sessions(Duration.ofDays(365L * 200_000))),
        containsString("Windows.sessions(): the gap must be at most PT"));
  }

  @Test
  public void global_isBeams() {
    assertThat(Windows.global(), equalTo(new GlobalWindows()));
  }

  @Test
  public void parse_textForms_areTheJavaForms() {
    assertThat(Windows.parse("days UTC"), equalTo(Windows.days(ZoneOffset.UTC)));
    assertThat(Windows.parse("fixed PT5M"), equalTo(Windows.fixed(Duration.ofMinutes(5))));
    assertThat(
        Windows.parse(" sliding  PT1H every PT5M "),
        equalTo(Windows.sliding(Duration.ofHours(1), Duration.ofMinutes(5))));
    assertThat(Windows.parse("sessions PT30M"), equalTo(Windows.sessions(Duration.ofMinutes(30))));
    assertThat(
        Windows.parse("weeks Europe/Berlin"), equalTo(Windows.weeks(ZoneId.of("Europe/Berlin"))));
    assertThat(Windows.parse("months UTC"), equalTo(Windows.months(ZoneOffset.UTC)));
    assertThat(Windows.parse("global"), equalTo(Windows.global()));
  }

  @Test
  public void text_isReadAgain() {
    for (String text :
        List.of(
            "fixed PT5M",
            "sliding PT1H every PT5M",
            "sessions PT30M",
            "days Z",
            "weeks Europe/Berlin",
            "months +02:00",
            "global")) {
      assertThat(Windows.text(Windows.parse(text)), equalTo(text));
    }
    assertThat(
        Windows.text(FixedWindows.of(org.joda.time.Duration.millis(1))), equalTo("FixedWindows"));
  }

  @Test
  public void parse_anythingElse_isRefused() {
    String all =
        "windows: must be one of 'fixed PT5M', 'sliding PT1H every PT5M', 'sessions PT30M', 'days"
            + " UTC', 'weeks Europe/Berlin', 'months UTC', 'global', but was: ";
    assertThat(parseRefusal(""), equalTo(all + "''."));
    assertThat(parseRefusal("hop PT1H"), equalTo(all + "'hop PT1H'."));
    assertThat(parseRefusal("week UTC"), equalTo(all + "'week UTC'. Did you mean 'weeks'?"));
    assertThat(parseRefusal("slidign PT1H every PT5M"), endsWith("PT5M'. Did you mean 'sliding'?"));
    assertThat(parseRefusal("days"), equalTo("windows: must be as 'days UTC', but was: 'days'."));
    assertThat(
        parseRefusal("global UTC"),
        equalTo("windows: must be as 'global', but was: 'global UTC'."));
    for (String text : List.of("sliding PT1H", "sliding PT1H PT5M", "sliding PT1H each PT5M")) {
      assertThat(
          parseRefusal(text),
          equalTo("windows: must be as 'sliding PT1H every PT5M', but was: '" + text + "'."));
    }
    assertThat(
        parseRefusal("fixed 5m"),
        equalTo(
            "windows: '5m' is no ISO 8601 duration of days, hours, minutes and seconds: P1D, PT5M,"
                + " PT0.5S."));
    assertThat(
        parseRefusal("days Moon/Base"),
        equalTo("windows: 'Moon/Base' is no time zone, such as UTC, +02:00 or Europe/Berlin."));
    assertThat(
        parseRefusal("weeks Europe/Berln"),
        equalTo(
            "windows: 'Europe/Berln' is no time zone, such as UTC, +02:00 or Europe/Berlin. Did you"
                + " mean 'Europe/Berlin'?"));
  }

  @Test
  public void fixed_noPositiveLength_isRefused() {
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> Windows.fixed(Duration.ofSeconds(-1)))
            .getMessage(),
        equalTo(
            "Windows.fixed(): the length must be a positive number of milliseconds, but was: PT-1S"));
  }

  private static String parseRefusal(String text) {
    return refusal(() -> Windows.parse(text));
  }

  private static String refusal(ThrowingRunnable code) {
    return assertThrows(IllegalArgumentException.class, code).getMessage();
  }

  private static long hours(IntervalWindow window) {
    return (window.end().getMillis() - window.start().getMillis()) / Duration.ofHours(1).toMillis();
  }

  private static List<WindowFn<Object, ?>> everyKind() {
    return List.of(
        Windows.fixed(Duration.ofMinutes(7)),
        Windows.fixed(Duration.ofDays(1)),
        Windows.days(ZoneOffset.UTC),
        Windows.days(ZoneOffset.ofHours(14)),
        Windows.days(ZoneId.of("America/Sao_Paulo")),
        Windows.days(ZoneId.of("Asia/Kolkata")),
        Windows.weeks(ZoneOffset.UTC),
        Windows.weeks(ZoneOffset.ofHours(14)),
        Windows.weeks(ZoneId.of("America/Sao_Paulo")),
        Windows.months(ZoneOffset.UTC),
        Windows.months(ZoneId.of("America/Sao_Paulo")));
  }

  private static void assertContainAndFollowEachOther(WindowFn<Object, ?> windows, long time) {
    IntervalWindow window = windowOf(windows, Instant.ofEpochMilli(time));
    if (time < window.start().getMillis()
        || time >= window.end().getMillis()
        || !windowOf(windows, window.start()).equals(window)
        || !windowOf(windows, window.maxTimestamp()).equals(window)
        || !windowOf(windows, window.end()).start().equals(window.end())) {
      fail(windows + ": " + Instant.ofEpochMilli(time) + " in " + window);
    }
  }

  private static IntervalWindow windowOf(WindowFn<Object, ?> windows, String time) {
    return windowOf(windows, Instant.parse(time));
  }

  private static IntervalWindow windowOf(WindowFn<Object, ?> windows, Instant time) {
    return (IntervalWindow) ((PartitioningWindowFn<Object, ?>) windows).assignWindow(time);
  }

  private static IntervalWindow interval(String start, String end) {
    return new IntervalWindow(Instant.parse(start), Instant.parse(end));
  }
}
