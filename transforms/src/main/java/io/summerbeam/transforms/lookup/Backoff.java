package io.summerbeam.transforms.lookup;

import java.util.concurrent.ThreadLocalRandom;

/** How long is waited before something is tried again. */
final class Backoff {

  // Beyond it, twice as long is longer than any longest wait.
  private static final int MAX_DOUBLINGS = 40;

  private Backoff() {}

  /**
   * Twice as long after each attempt, up to the longest; of that between a half and all of it, so
   * that those who failed together do not come back together.
   *
   * @param attempt how many were made
   */
  static long nanos(LookupSettings settings, int attempt) {
    double longest = settings.maxBackoff().toNanos();
    double exponential =
        settings.firstBackoff().toNanos() * Math.pow(2, Math.min(attempt - 1, MAX_DOUBLINGS));
    return (long) (Math.min(longest, exponential) * ThreadLocalRandom.current().nextDouble(0.5, 1));
  }
}
