package io.summerbeam.sdk.window;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Calendar days, weeks or months in a time zone. Beam's own overlap where a day does not begin at
 * midnight.
 *
 * <p>Each begins with the first instant that has its first date. Where clocks are put back over
 * midnight (in Newfoundland from 00:01 to 23:01), what is the old date once more belongs to the new
 * one.
 */
final class CalendarWindows extends IntervalWindowFn {

  private static final long serialVersionUID = 1;

  private final CalendarPeriod period;
  private final ZoneId zone;

  CalendarWindows(CalendarPeriod period, ZoneId zone) {
    this.period = period;
    // UTC, Z and GMT are one zone and are to be equal here.
    this.zone = zone.normalized();
  }

  @Override
  long startOf(long time) {
    if (zone instanceof ZoneOffset offset && period.length() > 0) {
      long local = time + TimeUnit.SECONDS.toMillis(offset.getTotalSeconds());
      return time - Math.floorMod(local + period.begunBefore1970(), period.length());
    }
    LocalDate first = period.firstOf(dateOf(time));
    long start = startOf(first);
    for (long next = startOf(period.after(first));
        next <= time;
        next = startOf(period.after(first))) {
      start = next;
      first = period.after(first);
    }
    return start;
  }

  @Override
  long endOf(long time, long start) {
    // The date of the start: that of the time may be the day before.
    return zone instanceof ZoneOffset && period.length() > 0
        ? start + period.length()
        : startOf(period.after(period.firstOf(dateOf(start))));
  }

  private LocalDate dateOf(long time) {
    return Instant.ofEpochMilli(time).atZone(zone).toLocalDate();
  }

  private long startOf(LocalDate date) {
    return date.atStartOfDay(zone).toInstant().toEpochMilli();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CalendarWindows windows
        && period == windows.period
        && zone.equals(windows.zone);
  }

  @Override
  public int hashCode() {
    return Objects.hash(period.toString(), zone);
  }

  @Override
  public String toString() {
    return period + " " + zone;
  }
}
