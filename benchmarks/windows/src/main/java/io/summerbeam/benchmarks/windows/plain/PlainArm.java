package io.summerbeam.benchmarks.windows.plain;

import io.summerbeam.benchmarks.arm.Arm;
import io.summerbeam.benchmarks.flights.Arguments;
import io.summerbeam.benchmarks.windows.Reading;
import io.summerbeam.benchmarks.windows.Readings;
import io.summerbeam.benchmarks.windows.Sums;
import java.util.HashMap;
import java.util.Map;

/**
 * Readings summed up in windows that follow each other, in one thread and a HashMap: {@code
 * --records=N --keys=N --perWindow=N}.
 */
public final class PlainArm {

  private PlainArm() {}

  /** Runs the arm. */
  public static void main(String[] args) {
    Arm.run(args, PlainArm::work);
  }

  private static void work(String... args) {
    Arguments arguments = Arguments.of(args, Map.of("records", "", "keys", "", "perWindow", ""));
    Readings readings =
        new Readings(
            Integer.parseInt(arguments.value("keys")),
            Long.parseLong(arguments.value("perWindow")));
    long records = Long.parseLong(arguments.value("records"));
    Map<String, Sums> sums = new HashMap<>();
    long start = windowStart(readings, 0);
    for (long number = 0; number < records; number++) {
      long next = windowStart(readings, number);
      if (next != start) {
        close(sums, start);
        start = next;
      }
      Reading reading = readings.reading(number);
      sums.computeIfAbsent(reading.sensor(), sensor -> new Sums()).add(reading.amount());
    }
    close(sums, start);
  }

  private static long windowStart(Readings readings, long number) {
    long time = readings.pace().time(number);
    return time - Math.floorMod(time, Readings.WINDOW.toMillis());
  }

  private static void close(Map<String, Sums> sums, long windowStart) {
    sums.forEach((sensor, each) -> each.result(sensor, windowStart));
    sums.clear();
  }
}
