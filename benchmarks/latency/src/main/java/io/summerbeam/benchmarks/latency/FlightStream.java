package io.summerbeam.benchmarks.latency;

import io.summerbeam.benchmarks.flights.Flight;
import io.summerbeam.benchmarks.flights.FlightParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The real flights over and over, each time moved to the days behind. A record is known by its
 * number, from zero.
 *
 * <p>The number of a record is found from the flight itself: nothing is added to the records, and
 * the job over them is the one that every other benchmark runs.
 */
public final class FlightStream {

  /** The form of a flight's time. */
  static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm");

  private static final String DATE = "{\"date\":\"";
  private static final long DAY = TimeUnit.DAYS.toMillis(1);

  private final List<String> lines;
  private final long[] times;
  private final Map<Flight, Integer> numbers = new HashMap<>();
  private final int[] firstOfDay;
  private final long start;
  private final long span;

  private FlightStream(List<String> lines, String file) {
    this.lines = lines;
    this.times = new long[lines.size()];
    for (int i = 0; i < times.length; i++) {
      times[i] = time(lines.get(i), i, file);
      if (i > 0 && times[i] < times[i - 1]) {
        throw new IllegalArgumentException(
            "The flights must be in the order of time, but line "
                + (i + 1)
                + " of "
                + file
                + " is before the one above it.");
      }
      Flight flight = FlightParser.parse(lines.get(i));
      if (flight != null) {
        numbers.putIfAbsent(flight, i);
      }
    }
    this.start = Math.floorDiv(times[0], DAY) * DAY;
    int days = Math.toIntExact(Math.floorDiv(times[times.length - 1] - start, DAY)) + 1;
    this.span = days * DAY;
    this.firstOfDay = new int[days];
    int number = 0;
    for (int day = 0; day < days; day++) {
      while (times[number] < start + day * DAY) {
        number++;
      }
      firstOfDay[day] = number;
    }
  }

  /** Reads a file of flights, JSON lines in the order of time. */
  public static FlightStream load(String file) {
    try {
      return new FlightStream(List.copyOf(Files.readAllLines(Path.of(file))), file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What writes the lines; each thread has its own. */
  public FlightLines lines() {
    return new FlightLines(this);
  }

  /** The event time of a record, in milliseconds since 1970. */
  public long time(long number) {
    return times[index(number)] + cycle(number) * span;
  }

  /** The number of a flight, of the first where there are equal ones. */
  long number(Flight flight) {
    long cycle = Math.floorDiv(flight.time() - start, span);
    Flight real =
        new Flight(
            flight.origin(),
            flight.destination(),
            flight.delay(),
            flight.distance(),
            flight.time() - cycle * span);
    Integer index = numbers.get(real);
    if (index == null) {
      throw new IllegalArgumentException(
          "The flight must be one of the stream, but was: " + flight);
    }
    return cycle * times.length + index;
  }

  /**
   * The number of the first record at a time or after it: the one that tells that all before are
   * there.
   *
   * @param day the first millisecond of a day
   */
  long firstFrom(long day) {
    long cycle = Math.floorDiv(day - start, span);
    int within = Math.toIntExact((day - start - cycle * span) / DAY);
    return cycle * times.length + firstOfDay[within];
  }

  /** The real line that a record comes from, from the end of its day on. */
  String behindDay(long number) {
    return lines.get(index(number)).substring(DATE.length() + 10);
  }

  /** What stands before the day in each line. */
  static String beforeDay() {
    return DATE;
  }

  private int index(long number) {
    return (int) (number % times.length);
  }

  private long cycle(long number) {
    return number / times.length;
  }

  private static long time(String line, int index, String file) {
    int end = DATE.length() + 16;
    if (!line.startsWith(DATE) || line.length() < end) {
      throw new IllegalArgumentException(
          "A line must begin with " + DATE + ", but line " + (index + 1) + " of " + file + " not.");
    }
    return LocalDateTime.parse(line.substring(DATE.length(), end), TIME)
        .toInstant(ZoneOffset.UTC)
        .toEpochMilli();
  }
}
