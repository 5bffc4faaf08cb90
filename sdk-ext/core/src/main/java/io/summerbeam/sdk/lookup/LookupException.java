package io.summerbeam.sdk.lookup;

import org.jspecify.annotations.Nullable;

/** Why a lookup failed, and whether the same question may be answered later. */
public final class LookupException extends Exception {

  private static final long serialVersionUID = 1;

  private final boolean retryable;

  private LookupException(String message, @Nullable Throwable cause, boolean retryable) {
    super(message, cause);
    this.retryable = retryable;
  }

  /** A failure that may pass: a time-out, a lost connection, a server that is busy. */
  public static LookupException retryable(String message, @Nullable Throwable cause) {
    return new LookupException(message, cause, true);
  }

  /** A failure that stays: a missing table, a refused password, a key of the wrong type. */
  public static LookupException permanent(String message, @Nullable Throwable cause) {
    return new LookupException(message, cause, false);
  }

  /** Whether the same question may be answered later. */
  public boolean isRetryable() {
    return retryable;
  }
}
