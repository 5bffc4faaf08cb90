package io.summerbeam.transforms.mask;

import org.jspecify.annotations.Nullable;

/**
 * A value cannot be masked or unmasked. The message quotes none of it, and has no cause that may.
 */
final class MaskException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient @Nullable RuntimeException origin;

  /** Says the rule that the value breaks. */
  MaskException(String message) {
    this(message, null);
  }

  private MaskException(String message, @Nullable RuntimeException origin) {
    super(message, null, false, false);
    this.origin = origin;
  }

  /** What nobody has thought of. */
  static MaskException unexpected(RuntimeException origin) {
    return new MaskException("it failed with " + origin.getClass().getSimpleName(), origin);
  }

  /** The same, with where it happened before the message. */
  MaskException in(String where) {
    return new MaskException(where + ": " + getMessage(), origin);
  }

  /** The exception that was not expected. Its message may quote the value. */
  @Nullable RuntimeException origin() {
    return origin;
  }
}
