package io.summerbeam.benchmarks.latency;

/**
 * The time in which records are there as soon as they are asked for. What the arm takes in the last
 * quarter is its maximum; the quarter before tells whether it still got faster.
 */
final class Flood {

  private static final double SECOND = 1e9;
  private static final int QUARTERS = 4;

  private final long length;
  private final long[] reachedAt = new long[QUARTERS + 1];
  private final long[] numbers = new long[QUARTERS + 1];
  private int reached = -1;

  Flood(long nanos) {
    this.length = nanos;
  }

  /** Whether it goes on; a record is asked for. */
  boolean isOn(long number, long now) {
    if (reached == QUARTERS) {
      return false;
    }
    // Each from the end of the one before, which a pause of the arm may have put off: every quarter
    // has its time, and records.
    if (reached < 0 || now - reachedAt[reached] >= length / QUARTERS) {
      reached++;
      reachedAt[reached] = now;
      numbers[reached] = number;
    }
    return reached < QUARTERS;
  }

  /** How many records a second the arm could take. */
  double maximum() {
    return rate(QUARTERS);
  }

  /** How many it could take in the quarter before. */
  double before() {
    return rate(QUARTERS - 1);
  }

  private double rate(int quarter) {
    long nanos = reachedAt[quarter] - reachedAt[quarter - 1];
    long records = numbers[quarter] - numbers[quarter - 1];
    if (reached < QUARTERS || records <= 0) {
      throw new IllegalStateException(
          "The flood must be read to its end, one record after the other, but was not.");
    }
    return records * SECOND / nanos;
  }
}
