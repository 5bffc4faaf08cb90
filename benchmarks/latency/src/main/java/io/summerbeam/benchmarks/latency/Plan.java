package io.summerbeam.benchmarks.latency;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What is asked of an arm: first as much as it can take, then certain loads.
 *
 * @param floodNanos how long it is given as much as it can take; its maximum is measured in the
 *     second half
 * @param holdNanos how long each load lasts; the first third is not recorded
 * @param loads {@code 50%} of the maximum, or {@code 12000} records a second, in the order in which
 *     they are held
 */
public record Plan(long floodNanos, long holdNanos, List<String> loads) {

  private static final double HUNDRED = 100;

  /** Copies the loads. */
  public Plan {
    loads = List.copyOf(loads);
  }

  /**
   * A plan of durations in milliseconds, and loads with commas between them.
   *
   * @throws IllegalArgumentException if a duration is not positive, or a load is none
   */
  public static Plan of(long floodMillis, long holdMillis, String loads) {
    if (floodMillis < 1 || holdMillis < 1) {
      throw new IllegalArgumentException(
          "flood and hold must be positive, but were: " + floodMillis + " and " + holdMillis);
    }
    List<String> list = Stream.of(loads.split(",", -1)).filter(load -> !load.isEmpty()).toList();
    list.forEach(load -> rate(load, 1));
    return new Plan(
        TimeUnit.MILLISECONDS.toNanos(floodMillis),
        TimeUnit.MILLISECONDS.toNanos(holdMillis),
        list);
  }

  /** The records a second of a load, where so many are the maximum. */
  static double rate(String load, double maximum) {
    double rate;
    try {
      rate =
          load.endsWith("%")
              ? Double.parseDouble(load.substring(0, load.length() - 1)) / HUNDRED * maximum
              : Double.parseDouble(load);
    } catch (NumberFormatException e) {
      rate = 0;
    }
    if (!(rate > 0)) {
      throw new IllegalArgumentException(
          "A load must be a percentage as 50%, or records a second as 12000, but was: " + load);
    }
    return rate;
  }
}
