package io.summerbeam.benchmarks.windows;

/**
 * The amounts of some readings, added up in place.
 *
 * <p>Its fields are public, and it can be made without arguments, because that is what Flink asks
 * of a type that it is to serialize without Kryo.
 */
public final class Sums {

  /** How many readings. */
  public long count;

  /** The sum of their amounts. */
  public long sum;

  /** Of no readings. */
  public Sums() {}

  /** Adds a reading. */
  public void add(long amount) {
    count++;
    sum += amount;
  }

  /** Adds the readings of another. */
  public void add(Sums other) {
    count += other.count;
    sum += other.sum;
  }

  /** The mean amount; there must be a reading. */
  public double mean() {
    return (double) sum / count;
  }

  /** Where they end; {@code windowStart} is in milliseconds since 1970. */
  public void result(String sensor, long windowStart) {
    Readings.result(sensor, windowStart, count, sum, mean());
  }
}
