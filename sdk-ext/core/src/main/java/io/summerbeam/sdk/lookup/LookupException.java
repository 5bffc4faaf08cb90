package io.summerbeam.sdk.lookup;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
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

  private record Partly(Map<?, LookupException> failed, Map<?, ?> found) {}

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
   * Of keys that were asked for together, each fails for itself; the others have their answers, and
   * are not asked for again. It is what the one says that asks for the most patience.
   *
   * @param failed why, of those without an answer; not empty
   * @param found the values of the others, as {@link Lookup#get} answers them
   * @throws IllegalArgumentException if no key failed
   */
  public static LookupException ofKeys(Map<?, LookupException> failed, Map<?, ?> found) {
    LookupException worst =
        failed.values().stream()
            .max(Comparator.comparing(LookupException::patience))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "LookupException.ofKeys() must have a key that failed, but has none."));
    return new LookupException(
        String.valueOf(worst.getMessage()),
        worst.getCause(),
        worst.kind,
        worst.retryAfter,
        new Partly(Map.copyOf(failed), Map.copyOf(found)));
  }

  // By which the failures of several keys are compared.
  private Duration patience() {
    if (retryAfter != null) {
      return retryAfter.plus(Duration.ofNanos(3));
    }
    return Duration.ofNanos(kind == Kind.PERMANENT ? 0 : kind == Kind.RETRYABLE ? 1 : 2);
  }

  /** Whether it is of some of the keys, each for itself. */
  public boolean isPartial() {
    return partly != null;
  }

  /** Why a key of the request has no answer; null where it has one. */
  public @Nullable LookupException of(Object key) {
    return partly == null ? this : partly.failed().get(key);
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
