package io.summerbeam.transforms.enrich;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before the next load. Never exactly as long as the other workers wait, which
 * would all ask at once.
 */
final class RefreshPauses {

  /** The part of an interval that is left to chance. */
  static final double JITTER = 0.1;

  /** The part of a pause after a failure that is left to chance. */
  static final double BACKOFF_JITTER = 0.5;

  static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
  static final Duration LONGEST_BACKOFF = Duration.ofMinutes(1);

  // A date far off, which nobody waits for, must not overflow nanoseconds.
  static final Duration LONGEST_RETRY_AFTER = Duration.ofDays(36_500);

  // Further doublings do not fit a long; the longest pause is reached long before.
  private static final int MAX_DOUBLINGS = 30;

  private final long refreshNanos;
  private final DoubleSupplier random;

  /**
   * @param random from 0 to less than 1
   */
  RefreshPauses(Duration refreshEvery, DoubleSupplier random) {
    this.refreshNanos = refreshEvery.toNanos();
    this.random = random;
  }

  long afterLoad() {
    return shortened(refreshNanos, JITTER);
  }

  /**
   * Twice as long after each failure, and never longer than after a load.
   *
   * @param failures in a row, at least one
   * @param retryAfter how long the other side wants not to be asked
   */
  long afterFailure(int failures, @Nullable Duration retryAfter) {
    long longest = Math.min(refreshNanos, LONGEST_BACKOFF.toNanos());
    long pause = FIRST_BACKOFF.toNanos() << Math.min(failures - 1, MAX_DOUBLINGS);
    long backoff = shortened(Math.min(pause, longest), BACKOFF_JITTER);
    if (retryAfter == null) {
      return backoff;
    }
    boolean fits = retryAfter.compareTo(LONGEST_RETRY_AFTER) < 0;
    return Math.max(backoff, (fits ? retryAfter : LONGEST_RETRY_AFTER).toNanos());
  }

  private long shortened(long nanos, double by) {
    return nanos - (long) (nanos * by * random.getAsDouble());
  }
}
