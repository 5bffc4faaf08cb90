package io.summerbeam.benchmarks.latency;

import java.util.concurrent.atomic.LongAccumulator;

/**
 * What waits however long one looks: the least latency in a stretch of time. Bursts come and go and
 * are not in it; a backlog is.
 */
final class StandingQueue {

  private static final double STRETCH = 0.2;

  private final LongAccumulator atFirst = new LongAccumulator(Math::min, Long.MAX_VALUE);
  private final LongAccumulator atLast = new LongAccumulator(Math::min, Long.MAX_VALUE);

  /** A latency, and where between zero and one of the time it was. */
  void add(double when, long nanos) {
    if (when < STRETCH) {
      atFirst.accumulate(nanos);
    } else if (when >= 1 - STRETCH) {
      atLast.accumulate(nanos);
    }
  }

  /** How much longer it is in the last fifth than in the first; zero if one of them was empty. */
  long growthNanos() {
    return atFirst.get() == Long.MAX_VALUE || atLast.get() == Long.MAX_VALUE
        ? 0
        : atLast.get() - atFirst.get();
  }
}
