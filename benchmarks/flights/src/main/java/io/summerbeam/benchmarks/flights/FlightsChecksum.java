package io.summerbeam.benchmarks.flights;

import io.summerbeam.benchmarks.arm.Checksum;

/** Puts a result row of the flights job into the checksum, for every arm in the same way. */
public final class FlightsChecksum {

  private FlightsChecksum() {}

  /** Adds a row that a hand-written arm has come to. */
  public static void add(String state, long windowStart, Delays delays) {
    Checksum.add(hash(state, windowStart, delays));
  }

  /** What makes a row different from another; {@code windowStart} is in milliseconds since 1970. */
  public static long hash(String state, long windowStart, Delays delays) {
    return hash(state, windowStart, delays.flights, delays.mean(), delays.max, delays.delayed15);
  }

  /** Adds a row; {@code windowStart} is in milliseconds since 1970. */
  public static void add(
      String state, long windowStart, long flights, double mean, long max, long delayed15) {
    Checksum.add(hash(state, windowStart, flights, mean, max, delayed15));
  }

  private static long hash(
      String state, long windowStart, long flights, double mean, long max, long delayed15) {
    long hash = Checksum.hash(0, state);
    hash = Checksum.hash(hash, windowStart);
    hash = Checksum.hash(hash, flights);
    hash = Checksum.hash(hash, Double.doubleToLongBits(mean));
    hash = Checksum.hash(hash, max);
    return Checksum.hash(hash, delayed15);
  }
}
