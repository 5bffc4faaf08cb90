package io.summerbeam.transforms.aggregate;

import io.summerbeam.sdk.window.Windows;
import io.summerbeam.transforms.aggregate.NaiveAggregate.Cut;
import io.summerbeam.transforms.aggregate.NaiveAggregate.Event;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.WindowFn;

/**
 * Random streams, and the kinds of windows that they are aggregated in. They are around the epoch,
 * some year ends, and some days on which clocks change; times crowd at the boundaries of windows.
 */
final class ModelStreams {

  static final List<Long> TIMES =
      times(
          "1970-01-01T00:00:00Z",
          "1969-12-31T23:59:59.999Z",
          "1900-01-01T00:00:00Z",
          "1999-12-31T23:00:00Z",
          "2000-02-29T12:00:00Z",
          "2024-12-30T00:00:00Z",
          // The clocks change in Berlin, New York, on Lord Howe, in Sao Paulo and St. John's.
          "2001-03-25T01:00:00Z",
          "2001-10-28T01:00:00Z",
          "2021-03-14T07:00:00Z",
          "2021-11-07T06:00:00Z",
          "2019-04-06T15:00:00Z",
          "2017-10-15T03:00:00Z",
          "2018-02-18T02:00:00Z",
          "2010-11-07T02:31:00Z",
          "2262-04-11T23:47:16.854Z");

  private static final List<Duration> STEPS =
      List.of(
          Duration.ofMillis(1),
          Duration.ofSeconds(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofDays(1),
          Duration.ofDays(31));

  /** What is tested, and what it is tested against. */
  record Kind(WindowFn<Object, ? extends BoundedWindow> windows, Cut cut) {}

  static final Map<String, Kind> KINDS = kinds();

  private ModelStreams() {}

  /** A few steps around a time, often at a whole number of them, or just before it. */
  static List<Event> stream(long base, Random random) {
    long step = STEPS.get(random.nextInt(STEPS.size())).toMillis();
    int size = 1 + random.nextInt(12);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      long time = base + (random.nextInt(9) - 4) * step;
      time =
          switch (random.nextInt(4)) {
            case 0 -> Math.floorDiv(time, step) * step;
            case 1 -> Math.floorDiv(time, step) * step - 1;
            case 2 -> time;
            default -> time + (long) (random.nextDouble() * step);
          };
      events.add(new Event(time, random.nextInt(6) == 0 ? null : random.nextLong() >> 12));
    }
    return events;
  }

  private static List<Long> times(String... times) {
    List<Long> all = new ArrayList<>();
    for (String time : times) {
      all.add(java.time.Instant.parse(time).toEpochMilli());
    }
    return all;
  }

  private static Map<String, Kind> kinds() {
    Map<String, Kind> kinds = new LinkedHashMap<>();
    Duration fiveMinutes = Duration.ofMinutes(5);
    Duration hour = Duration.ofHours(1);
    kinds.put("fixed", new Kind(Windows.fixed(hour), NaiveAggregate.fixed(hour)));
    kinds.put(
        "sliding",
        new Kind(Windows.sliding(hour, fiveMinutes), NaiveAggregate.sliding(hour, fiveMinutes)));
    Duration week = Duration.ofDays(7);
    Duration twoDays = Duration.ofDays(2);
    kinds.put(
        "sliding unevenly",
        new Kind(Windows.sliding(week, twoDays), NaiveAggregate.sliding(week, twoDays)));
    kinds.put("sessions", new Kind(Windows.sessions(hour), NaiveAggregate.sessions(hour)));
    kinds.put(
        "short sessions",
        new Kind(
            Windows.sessions(Duration.ofMillis(2)), NaiveAggregate.sessions(Duration.ofMillis(2))));
    for (String name :
        List.of("Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns", "America/Sao_Paulo")) {
      ZoneId zone = ZoneId.of(name);
      kinds.put("days " + name, new Kind(Windows.days(zone), NaiveAggregate.days(zone)));
    }
    ZoneId newYork = ZoneId.of("America/New_York");
    kinds.put("weeks", new Kind(Windows.weeks(newYork), NaiveAggregate.weeks(newYork)));
    kinds.put("months", new Kind(Windows.months(newYork), NaiveAggregate.months(newYork)));
    kinds.put(
        "months UTC",
        new Kind(Windows.months(ZoneOffset.UTC), NaiveAggregate.months(ZoneOffset.UTC)));
    kinds.put("global", new Kind(Windows.global(), NaiveAggregate.global()));
    return kinds;
  }
}
