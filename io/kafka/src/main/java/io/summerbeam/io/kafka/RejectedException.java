package io.summerbeam.io.kafka;

import io.summerbeam.sdk.failure.Severity;
import org.jspecify.annotations.Nullable;

/**
 * A record that cannot be written as it is. The message is our own and quotes nothing; the message
 * of the cause may.
 */
final class RejectedException extends Exception {

  private static final long serialVersionUID = 1;

  private final Severity severity;

  RejectedException(String message, Severity severity, @Nullable Throwable cause) {
    // Where it was thrown says nothing that the message does not.
    super(message, cause, false, false);
    this.severity = severity;
  }

  RejectedException(String message) {
    this(message, Severity.PERMANENT, null);
  }

  Severity severity() {
    return severity;
  }
}
