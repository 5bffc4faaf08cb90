package io.summerbeam.sdk.window;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Calendar days in a time zone. Beam's own overlap where a day does not begin at midnight.
 *
 * <p>A day begins with the first instant that has its date. Where clocks are put back over midnight
 * (in Newfoundland from 00:01 to 23:01), what is the old date once more belongs to the new day.
 */
final class DayWindows extends IntervalWindowFn {

  private static final long serialVersionUID = 1;
  private static final long DAY = TimeUnit.DAYS.toMillis(1);

  private final ZoneId zone;

  DayWindows(ZoneId zone) {
    // UTC, Z and GMT are one zone and are to be equal here.
    this.zone = zone.normalized();
  }

  @Override
  long startOf(long time) {
    if (zone instanceof ZoneOffset offset) {
      return time - Math.floorMod(time + TimeUnit.SECONDS.toMillis(offset.getTotalSeconds()), DAY);
    }
    LocalDate date = dateOf(time);
    long start = startOf(date);
    for (long next = startOf(date.plusDays(1)); next <= time; next = startOf(date.plusDays(1))) {
      start = next;
      date = date.plusDays(1);
    }
    return start;
  }

  @Override
  long endOf(long time, long start) {
    // The date of the start: that of the time may be the day before.
    return zone instanceof ZoneOffset ? start + DAY : startOf(dateOf(start).plusDays(1));
  }

  private LocalDate dateOf(long time) {
    return Instant.ofEpochMilli(time).atZone(zone).toLocalDate();
  }

  private long startOf(LocalDate date) {
    return date.atStartOfDay(zone).toInstant().toEpochMilli();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DayWindows windows && zone.equals(windows.zone);
  }

  @Override
  public int hashCode() {
    return zone.hashCode();
  }

  @Override
  public String toString() {
    return "days " + zone;
  }
}
