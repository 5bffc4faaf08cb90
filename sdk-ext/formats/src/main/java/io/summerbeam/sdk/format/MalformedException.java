package io.summerbeam.sdk.format;

import org.jspecify.annotations.Nullable;

/**
 * Bytes are not the record they should be. The message is our own: it names the field and the rule
 * and quotes nothing. The cause, where there is one, is a library's exception, whose message may
 * quote the data.
 */
public final class MalformedException extends Exception {

  private static final long serialVersionUID = 1;

  /**
   * Says what is wrong.
   *
   * @param cause the library's exception; null where the rule is ours
   */
  public MalformedException(String message, @Nullable Throwable cause) {
    // Where it was thrown says nothing that the message does not; a stack trace costs more than the
    // decoding of the record.
    super(message, cause, false, false);
  }

  MalformedException(String message) {
    this(message, null);
  }
}
