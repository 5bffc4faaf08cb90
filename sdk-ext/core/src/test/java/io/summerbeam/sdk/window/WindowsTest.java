package io.summerbeam.sdk.window;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.PartitioningWindowFn;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.joda.time.Instant;
import org.junit.Test;

public class WindowsTest {

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
  public void parse_textForms_areTheJavaForms() {
    // CalendarWindows has no equals; compatible ones cut time alike.
    assertTrue(Windows.parse("days UTC").isCompatible(Windows.days(ZoneOffset.UTC)));
    assertThat(Windows.parse("fixed PT5M"), equalTo(Windows.fixed(Duration.ofMinutes(5))));
  }

  @Test
  public void parse_anythingElse_isRefused() {
    for (String text : new String[] {"", "days", "days Moon/Base", "fixed 5m", "weekly UTC"}) {
      IllegalArgumentException e =
          assertThrows(text, IllegalArgumentException.class, () -> Windows.parse(text));
      assertThat(e.getMessage(), containsString("windows:"));
    }
  }

  @Test
  public void fixed_noPositiveLength_isRefused() {
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> Windows.fixed(Duration.ofSeconds(-1)))
            .getMessage(),
        equalTo(
            "Windows.fixed(): the length must be a positive number of milliseconds, but was: PT-1S"));
  }

  private static Object windowOf(WindowFn<Object, ?> windows, String time) {
    return ((PartitioningWindowFn<Object, ?>) windows).assignWindow(Instant.parse(time));
  }

  private static IntervalWindow interval(String start, String end) {
    return new IntervalWindow(Instant.parse(start), Instant.parse(end));
  }
}
