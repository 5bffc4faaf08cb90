package io.summerbeam.sdk.failure;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with a record, without the record: reason, message, and the exception where there
 * was one.
 *
 * <p>The message is our own and quotes no data. The exception's message may; it is shown only where
 * the {@link PayloadPolicy} keeps it.
 */
@AutoValue
public abstract class Failure implements Serializable {

  private static final long serialVersionUID = 1;

  /** Why. */
  public abstract Reason reason();

  /** What was wrong, in words that quote no data. */
  public abstract String message();

  /** The exception, where there was one. */
  public abstract @Nullable Throwable cause();

  /** Whether the record may succeed unchanged. */
  public abstract Severity severity();

  /** How many times it was tried. */
  public abstract int attempts();

  /** A failure that stays, found without an exception. */
  public static Failure of(Reason reason, String message) {
    return of(reason, message, null);
  }

  /** A failure that stays. */
  public static Failure of(Reason reason, String message, @Nullable Throwable cause) {
    return new AutoValue_Failure(reason, message, cause, Severity.PERMANENT, 1);
  }

  /** The same failure, with another severity and number of attempts. */
  public Failure with(Severity severity, int attempts) {
    return new AutoValue_Failure(reason(), message(), cause(), severity, attempts);
  }

  /** All but what the exception says, which may quote the record. */
  @Override
  public final String toString() {
    Throwable cause = cause();
    return "Failure{reason="
        + reason().code()
        + ", message="
        + message()
        + ", cause="
        + (cause == null ? null : cause.getClass().getName())
        + ", severity="
        + severity().code()
        + ", attempts="
        + attempts()
        + "}";
  }
}
