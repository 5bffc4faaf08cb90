package io.summerbeam.sdk.window;

import static org.junit.Assert.fail;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.IsoFields;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.PartitioningWindowFn;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.junit.Test;

/** Calendar windows against the calendar: what is written on it, looked up minute by minute. */
public class CalendarWindowsTest {

  private static final long MINUTE = TimeUnit.MINUTES.toMillis(1);
  private static final int ROUNDS = 4_000;

  @Test
  public void days_atManyTimesAndPlaces_areThoseOfTheCalendar() {
    check(CalendarPeriod.DAYS, LocalDate::toEpochDay);
  }

  @Test
  public void weeks_atManyTimesAndPlaces_areThoseOfTheCalendar() {
    check(
        CalendarPeriod.WEEKS,
        date ->
            date.get(IsoFields.WEEK_BASED_YEAR) * 100L
                + date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
  }

  @Test
  public void months_atManyTimesAndPlaces_areThoseOfTheCalendar() {
    check(CalendarPeriod.MONTHS, date -> date.getYear() * 100L + date.getMonthValue());
  }

  private static void check(CalendarPeriod period, ToLongFunction<LocalDate> name) {
    Random random = new Random(period.ordinal());
    List<String> zones = new ArrayList<>(new TreeSet<>(ZoneId.getAvailableZoneIds()));
    for (int i = 0; i < ROUNDS; i++) {
      ZoneId zone =
          i % 10 == 0
              ? ZoneOffset.ofTotalSeconds(random.nextInt(-18 * 3_600, 18 * 3_600))
              : ZoneId.of(zones.get(random.nextInt(zones.size())));
      WindowFn<Object, ?> windows = new CalendarWindows(period, zone);
      long near = near(random, zone);
      for (int j = 0; j < 3; j++) {
        long time = near + random.nextLong(-3 * 24 * 60 * MINUTE, 3 * 24 * 60 * MINUTE);
        check(windows, zone, name, time);
      }
    }
  }

  /** Anywhere in six centuries, at the turn of a year, or where the clocks of the zone change. */
  private static long near(Random random, ZoneId zone) {
    int year = random.nextInt(1_700, 2_300);
    List<ZoneOffsetTransition> changes = zone.getRules().getTransitions();
    return switch (random.nextInt(3)) {
      case 0 -> random.nextLong(-(1L << 43), 1L << 43);
      case 1 -> ZonedDateTime.of(year, 1, 1, 0, 0, 0, 0, zone).toInstant().toEpochMilli();
      default ->
          changes.isEmpty()
              ? 0
              : changes.get(random.nextInt(changes.size())).getInstant().toEpochMilli();
    };
  }

  private static void check(
      WindowFn<Object, ?> windows, ZoneId zone, ToLongFunction<LocalDate> name, long time) {
    IntervalWindow window =
        (IntervalWindow)
            ((PartitioningWindowFn<Object, ?>) windows)
                .assignWindow(org.joda.time.Instant.ofEpochMilli(time));
    long start = window.start().getMillis();
    long end = window.end().getMillis();
    if (start > time
        || time >= end
        || !isFirst(start, zone, name)
        || !isFirst(end, zone, name)
        || nameAt(end - 1, zone, name) > nameAt(start, zone, name)
        // Only where clocks were put back is there still the name of the one before.
        || nameAt(time, zone, name) > nameAt(start, zone, name)) {
      fail(windows + ": " + Instant.ofEpochMilli(time) + " in " + window);
    }
  }

  /** Whether no time before has this name, or a later one. */
  private static boolean isFirst(long time, ZoneId zone, ToLongFunction<LocalDate> name) {
    long own = nameAt(time, zone, name);
    if (nameAt(time - 1, zone, name) >= own) {
      return false;
    }
    for (long before = 1; before <= 26 * 60; before++) {
      if (nameAt(time - before * MINUTE, zone, name) >= own) {
        return false;
      }
    }
    return true;
  }

  private static long nameAt(long time, ZoneId zone, ToLongFunction<LocalDate> name) {
    return name.applyAsLong(Instant.ofEpochMilli(time).atZone(zone).toLocalDate());
  }
}
