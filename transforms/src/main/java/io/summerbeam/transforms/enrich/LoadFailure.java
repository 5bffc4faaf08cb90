package io.summerbeam.transforms.enrich;

import io.summerbeam.sdk.lookup.LookupException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why a load of a snapshot failed.
 *
 * @param message in words that quote no data
 * @param retryable whether it may pass by itself, so that a first load is tried again
 * @param retryAfter how long the other side wants not to be asked
 */
record LoadFailure(
    String message, boolean retryable, @Nullable Duration retryAfter, @Nullable Throwable cause) {

  /**
   * @param problem what was wrong with the rows, which the loader was told and may have wrapped
   * @param cause what the loader threw
   */
  static LoadFailure of(@Nullable String problem, @Nullable Throwable cause) {
    if (problem != null) {
      return new LoadFailure(problem, false, null, cause);
    }
    if (cause instanceof LookupException e) {
      return new LoadFailure(String.valueOf(e.getMessage()), e.isRetryable(), e.retryAfter(), e);
    }
    // Messages of others quote data.
    return new LoadFailure(
        "the loader failed with "
            + (cause == null ? "nothing to say" : cause.getClass().getSimpleName()),
        false,
        null,
        cause);
  }

  /** It was interrupted because it took too long. */
  static LoadFailure overdue(Duration timeout, @Nullable Throwable cause) {
    return new LoadFailure(
        "the load took longer than withLoadTimeout(), " + timeout + ", and was interrupted",
        true,
        null,
        cause);
  }
}
