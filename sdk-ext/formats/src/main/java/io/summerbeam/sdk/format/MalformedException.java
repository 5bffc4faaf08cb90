package io.summerbeam.sdk.format;

import org.jspecify.annotations.Nullable;

/**
 * Bytes are not the record they should be. The message is our own: it names the field and the rule
 * and quotes nothing. The cause, where there is one, is a library's exception, whose message may
 * quote the data.
 */
public final class MalformedException extends Exception {

  private static final long serialVersionUID = 1;

  private final boolean retryable;

  /**
   * Says what is wrong.
   *
   * @param cause the library's exception; null where the rule is ours
   */
  public MalformedException(String message, @Nullable Throwable cause) {
    this(message, cause, false);
  }

  private MalformedException(String message, @Nullable Throwable cause, boolean retryable) {
    // Where it was thrown says nothing that the message does not; a stack trace costs more than the
    // decoding of the record.
    super(message, cause, false, false);
    this.retryable = retryable;
  }

  MalformedException(String message) {
    this(message, null);
  }

  /** The schema that the record names is not there, and may be later. */
  static MalformedException withoutSchema(String message) {
    return new MalformedException(message, null, true);
  }

  /** Whether the same bytes may be read later: a registry does not have their schema yet. */
  public boolean isRetryable() {
    return retryable;
  }
}
