package io.summerbeam.benchmarks.latency;

import java.util.concurrent.TimeUnit;

/**
 * The time in which records are there as soon as they are asked for. What the arm takes in the last
 * quarter is its maximum; the quarter before tells whether it still got faster.
 */
final class Flood {

  private static final double SECOND = 1e9;
  private static final int QUARTERS = 4;

  // A quarter ends with the first question after its time. Twice as long: nobody asked for as long
  // as it should have taken, which no arm does by itself. With three times, half a minute in which
  // the machine stood still would go unseen in a quarter of 15 s, as a full measurement has.
  private static final int LONGEST = 2;

  // Of quarters of a fraction of a second, as tests have, a busy machine takes away more than that.
  private static final long ALWAYS_ALLOWED = TimeUnit.SECONDS.toNanos(10);

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

  /**
   * How many records a second the arm could take.
   *
   * @throws IllegalStateException if the flood has not ended, or its last quarter took so long that
   *     the arm cannot have been running all the time
   */
  double maximum() {
    return rate(QUARTERS);
  }

  /**
   * How many it could take in the quarter before.
   *
   * @throws IllegalStateException as for {@link #maximum}
   */
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
    checkLength(quarter, nanos);
    return records * SECOND / nanos;
  }

  private void checkLength(int quarter, long nanos) {
    long allowed = Math.max(LONGEST * (length / QUARTERS), ALWAYS_ALLOWED);
    if (nanos > allowed) {
      throw new IllegalStateException(
          "Quarter "
              + quarter
              + " of the flood must take "
              + millis(length / QUARTERS)
              + " and at most "
              + millis(allowed)
              + ", but took "
              + millis(nanos)
              + ": for a while the source was not asked, and the rate would be too low. Measure on"
              + " a machine with nothing else at work, or with a longer --flood (a larger --size of"
              + " the benchmark).");
    }
  }

  private static String millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos) + " ms";
  }
}
