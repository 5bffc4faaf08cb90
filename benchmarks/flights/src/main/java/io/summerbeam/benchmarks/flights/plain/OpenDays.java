package io.summerbeam.benchmarks.flights.plain;

import io.summerbeam.benchmarks.flights.Flight;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The newest day and the one before it; older ones give their results and are forgotten, so that
 * memory does not grow with the data.
 */
final class OpenDays {

  private static final long DAY = TimeUnit.DAYS.toMillis(1);

  private final TreeMap<Long, Day> days = new TreeMap<>();
  private final Results results;

  OpenDays(Results results) {
    this.results = results;
  }

  /**
   * The day of a flight.
   *
   * @throws IllegalStateException if it is closed already: flights come in about the order of time
   */
  Day of(Flight flight) {
    long start = Math.floorDiv(flight.time(), DAY) * DAY;
    Day day = days.get(start);
    return day == null ? open(start) : day;
  }

  void closeAll() {
    days.values().forEach(day -> day.close(results));
    days.clear();
  }

  private Day open(long start) {
    if (!days.isEmpty() && start < days.lastKey() - DAY) {
      throw new IllegalStateException("A flight must not be more than a day late, but one is.");
    }
    Day day = new Day(start);
    days.put(start, day);
    while (days.firstKey() < days.lastKey() - DAY) {
      days.pollFirstEntry().getValue().close(results);
    }
    return day;
  }
}
