package io.summerbeam.transforms.aggregate;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What aggregation means, the slow and obvious way: windows by java.time, functions over lists. The
 * results are lines of {@code start end} and what {@link #measuring} measures.
 */
final class NaiveAggregate {

  /** A record of a stream: when, and a number or null. */
  record Event(long time, Long n) {}

  /** From the records of one key to the records of each window. */
  interface Cut {
    Map<String, List<Event>> windows(List<Event> events);
  }

  private NaiveAggregate() {}

  /** What is measured, of numbers {@code n}. */
  static Aggregate measuring(Aggregate aggregate) {
    return aggregate
        .count("count")
        .sum("n", "sum")
        .min("n", "min")
        .max("n", "max")
        .mean("n", "mean")
        .first("n", "first")
        .last("n", "last")
        .countDistinct("n", "distinct");
  }

  static List<String> results(List<Event> events, Cut cut) {
    List<String> results = new ArrayList<>();
    cut.windows(events).forEach((window, inIt) -> results.add(window + " " + functions(inIt)));
    results.sort(null);
    return results;
  }

  static Cut fixed(Duration size) {
    return sliding(size, size);
  }

  static Cut sliding(Duration size, Duration every) {
    return events -> {
      Map<String, List<Event>> windows = new TreeMap<>();
      for (Event event : events) {
        long start = Math.floorDiv(event.time(), every.toMillis()) * every.toMillis();
        for (; start + size.toMillis() > event.time(); start -= every.toMillis()) {
          put(windows, start, start + size.toMillis(), event);
        }
      }
      return windows;
    };
  }

  static Cut sessions(Duration gap) {
    return events -> {
      List<Event> sorted = new ArrayList<>(events);
      sorted.sort((a, b) -> Long.compare(a.time(), b.time()));
      Map<String, List<Event>> windows = new TreeMap<>();
      List<Event> session = new ArrayList<>();
      for (int i = 0; i < sorted.size(); i++) {
        session.add(sorted.get(i));
        long last = sorted.get(i).time();
        if (i + 1 == sorted.size() || sorted.get(i + 1).time() - last >= gap.toMillis()) {
          for (Event event : session) {
            put(windows, session.get(0).time(), last + gap.toMillis(), event);
          }
          session = new ArrayList<>();
        }
      }
      return windows;
    };
  }

  static Cut days(ZoneId zone) {
    return calendar(zone, date -> date, date -> date.plusDays(1));
  }

  static Cut weeks(ZoneId zone) {
    return calendar(
        zone,
        date -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)),
        date -> date.plusWeeks(1));
  }

  static Cut months(ZoneId zone) {
    return calendar(
        zone, date -> date.with(TemporalAdjusters.firstDayOfMonth()), date -> date.plusMonths(1));
  }

  static Cut global() {
    return events -> Map.of("all", events);
  }

  private static Cut calendar(
      ZoneId zone, UnaryOperator<LocalDate> first, UnaryOperator<LocalDate> next) {
    return events -> {
      Map<String, List<Event>> windows = new TreeMap<>();
      for (Event event : events) {
        // The date of a time where clocks are put back over midnight may be one that is over.
        LocalDate date =
            first.apply(Instant.ofEpochMilli(event.time()).atZone(zone).toLocalDate().minusDays(2));
        while (start(next.apply(date), zone) <= event.time()) {
          date = next.apply(date);
        }
        put(windows, start(date, zone), start(next.apply(date), zone), event);
      }
      return windows;
    };
  }

  private static long start(LocalDate date, ZoneId zone) {
    return date.atStartOfDay(zone).toInstant().toEpochMilli();
  }

  private static void put(Map<String, List<Event>> windows, long start, long end, Event event) {
    windows.computeIfAbsent(start + " " + end, window -> new ArrayList<>()).add(event);
  }

  private static String functions(List<Event> events) {
    List<Long> numbers = events.stream().map(Event::n).filter(Objects::nonNull).toList();
    if (numbers.isEmpty()) {
      return events.size() + " null null null null null null 0";
    }
    List<Event> byTime =
        events.stream()
            .filter(event -> event.n() != null)
            .sorted(Comparator.comparingLong(Event::time).thenComparing(Event::n))
            .toList();
    long sum = numbers.stream().mapToLong(Long::longValue).sum();
    return events.size()
        + " "
        + sum
        + " "
        + numbers.stream().mapToLong(Long::longValue).min().getAsLong()
        + " "
        + numbers.stream().mapToLong(Long::longValue).max().getAsLong()
        + " "
        + (double) sum / numbers.size()
        + " "
        + byTime.get(0).n()
        + " "
        + byTime.get(byTime.size() - 1).n()
        + " "
        + Set.copyOf(numbers).size();
  }
}
