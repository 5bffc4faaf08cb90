package io.summerbeam.sdk.window;

import org.jspecify.annotations.Nullable;

/**
 * Cuts time wherever a sliding window begins or ends: all times of a part are in the same windows,
 * and each window is made of whole parts, of which there are at most two for each window that
 * begins.
 */
final class SlidingParts extends IntervalWindowFn {

  private static final long serialVersionUID = 1;

  private final long size;
  private final long every;

  SlidingParts(long size, long every) {
    this.size = size;
    this.every = every;
  }

  @Override
  long startOf(long millis) {
    long start = Math.max(latestStart(millis), latestEnd(millis));
    // What is behind the end of windows is not in those that are cut there.
    return millis < END_OF_WINDOWS ? start : Math.max(start, END_OF_WINDOWS);
  }

  @Override
  long endOf(long millis, long start) {
    return Math.min(latestStart(millis), latestEnd(millis)) + every;
  }

  /** When the last window has begun, at this time or before. */
  private long latestStart(long millis) {
    return millis - Math.floorMod(millis, every);
  }

  /** When the last window has ended, at this time or before. */
  private long latestEnd(long millis) {
    return millis - Math.floorMod(millis - size, every);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SlidingParts parts && size == parts.size && every == parts.every;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(size) * 31 + Long.hashCode(every);
  }

  /** The text form. */
  @Override
  public String toString() {
    return "parts of " + new SlidingWindowFn(size, every);
  }
}
