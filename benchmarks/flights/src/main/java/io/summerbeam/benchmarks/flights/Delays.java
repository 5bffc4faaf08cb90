package io.summerbeam.benchmarks.flights;

/**
 * The delays of some flights, added up in place.
 *
 * <p>Its fields are public, and it can be made without arguments, because that is what Flink asks
 * of a type that it is to serialize without Kryo.
 */
public final class Delays {

  private static final long LATE = 15;

  /** How many flights. */
  public long flights;

  /** The sum of their delays. */
  public long sum;

  /** The greatest of their delays. */
  public long max = Long.MIN_VALUE;

  /** How many of them were a quarter of an hour late, or more. */
  public long delayed15;

  /** Of no flights. */
  public Delays() {}

  /** Adds a flight. */
  public void add(long delay) {
    flights++;
    sum += delay;
    max = Math.max(max, delay);
    if (delay >= LATE) {
      delayed15++;
    }
  }

  /** Adds the flights of another. */
  public void add(Delays other) {
    flights += other.flights;
    sum += other.sum;
    max = Math.max(max, other.max);
    delayed15 += other.delayed15;
  }

  /** The mean delay; there must be a flight. */
  public double mean() {
    return (double) sum / flights;
  }
}
