package io.summerbeam.transforms.mask;

import org.jspecify.annotations.Nullable;

/**
 * A value cannot be masked or unmasked. The message quotes none of it, and has no cause that may.
 */
final class MaskException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient @Nullable RuntimeException origin;
  private final boolean retryable;

  /** Says the rule that the value breaks. */
  MaskException(String message) {
    this(message, null, false);
  }

  private MaskException(String message, @Nullable RuntimeException origin, boolean retryable) {
    super(message, null, false, false);
    this.origin = origin;
    this.retryable = retryable;
  }

  /** What nobody has thought of. */
  static MaskException unexpected(RuntimeException origin) {
    return new MaskException("it failed with " + origin.getClass().getSimpleName(), origin, false);
  }

  /** Not the value is wrong: something cannot be had now that it is masked with. */
  static MaskException retryable(String message) {
    return new MaskException(message, null, true);
  }

  /** The same, with where it happened before the message. */
  MaskException in(String where) {
    return new MaskException(where + ": " + getMessage(), origin, retryable);
  }

  /** Whether the record may succeed as it is, and must not become a dead letter. */
  boolean isRetryable() {
    return retryable;
  }

  /** The exception that was not expected. Its message may quote the value. */
  @Nullable RuntimeException origin() {
    return origin;
  }
}
