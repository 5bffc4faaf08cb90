package io.summerbeam.sdk.lookup;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
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
  // It does not travel, and is in no text: it has keys and values.
  private final transient @Nullable Partly partly;

  private LookupException(
      String message,
      @Nullable Throwable cause,
      Kind kind,
      @Nullable Duration retryAfter,
      @Nullable Partly partly) {
    super(message, cause);
    this.kind = kind;
    this.retryAfter = retryAfter;
    this.partly = partly;
  }

  private record Partly(Set<?> failed, Map<?, ?> found) {}

  /**
   * A failure that may pass: a time-out, a lost connection, a server that is busy.
   *
   * @param message says what failed and quotes no keys or values: it is seen in dead letters
   */
  public static LookupException retryable(String message, @Nullable Throwable cause) {
    return new LookupException(message, cause, Kind.RETRYABLE, null, null);
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
    return new LookupException(message, cause, Kind.THROTTLED, retryAfter, null);
  }

  /**
   * A failure that stays: a missing table, a refused password, a key of the wrong type.
   *
   * @param message says what failed and quotes no keys or values: it is seen in dead letters
   */
  public static LookupException permanent(String message, @Nullable Throwable cause) {
    return new LookupException(message, cause, Kind.PERMANENT, null, null);
  }

  /**
   * The same failure, of some of the keys that were asked for together: the others have their
   * answers, and are not asked for again.
   *
   * @param failed those without an answer
   * @param found the values of the others, as {@link Lookup#get} answers them
   */
  public LookupException ofKeys(Set<?> failed, Map<?, ?> found) {
    return new LookupException(
        String.valueOf(getMessage()),
        getCause(),
        kind,
        retryAfter,
        new Partly(Set.copyOf(failed), Map.copyOf(found)));
  }

  /** Whether a key of the request has no answer. */
  public boolean isOf(Object key) {
    return partly == null || partly.failed().contains(key);
  }

  /** The values of the keys that have an answer; a key that does not exist has none. */
  public Map<?, ?> found() {
    return partly == null ? Map.of() : partly.found();
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
