package io.summerbeam.sdk.lookup;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Why a lookup failed, and whether the same question may be answered later. */
public final class LookupException extends Exception {

  private static final long serialVersionUID = 1;

  private enum Kind {
    PERMANENT,
    RETRYABLE,
    THROTTLED
  }

  private final Kind kind;
  private final @Nullable Duration retryAfter;

  private LookupException(
      String message, @Nullable Throwable cause, Kind kind, @Nullable Duration retryAfter) {
    super(message, cause);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  /**
   * A failure that may pass: a time-out, a lost connection, a server that is busy.
   *
   * @param message says what failed and quotes no keys or values: it is seen in dead letters
   */
  public static LookupException retryable(String message, @Nullable Throwable cause) {
    return new LookupException(message, cause, Kind.RETRYABLE, null);
  }

  /**
   * The other side asks for fewer requests: it may pass, and the time that is waited for it counts
   * as throttled.
   *
   * @param message says what failed and quotes no keys or values: it is seen in dead letters
   * @param retryAfter how long the other side wants not to be asked; null where it does not say
   * @throws IllegalArgumentException if {@code retryAfter} is negative
   */
  public static LookupException throttled(
      String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    if (retryAfter != null && retryAfter.isNegative()) {
      throw new IllegalArgumentException(
          "LookupException.throttled(): retryAfter must not be negative, but was: " + retryAfter);
    }
    return new LookupException(message, cause, Kind.THROTTLED, retryAfter);
  }

  /**
   * A failure that stays: a missing table, a refused password, a key of the wrong type.
   *
   * @param message says what failed and quotes no keys or values: it is seen in dead letters
   */
  public static LookupException permanent(String message, @Nullable Throwable cause) {
    return new LookupException(message, cause, Kind.PERMANENT, null);
  }

  /** Whether the same question may be answered later. */
  public boolean isRetryable() {
    return kind != Kind.PERMANENT;
  }

  /** Whether the other side asks for fewer requests. */
  public boolean isThrottled() {
    return kind == Kind.THROTTLED;
  }

  /** How long the other side wants not to be asked; null where it does not say. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
