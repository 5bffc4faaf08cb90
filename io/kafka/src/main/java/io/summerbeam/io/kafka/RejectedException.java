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
  private final boolean absentTopic;

  RejectedException(String message, Severity severity, @Nullable Throwable cause) {
    this(message, severity, cause, false);
  }

  private RejectedException(
      String message, Severity severity, @Nullable Throwable cause, boolean absentTopic) {
    // Where it was thrown says nothing that the message does not.
    super(message, cause, false, false);
    this.severity = severity;
    this.absentTopic = absentTopic;
  }

  RejectedException(String message) {
    this(message, Severity.PERMANENT, null);
  }

  /** Of a record that asks for a topic that is not there, but may be tomorrow. */
  static RejectedException ofAbsentTopic(@Nullable Throwable cause) {
    return new RejectedException(
        "the topic that the record asks for does not exist", Severity.RETRYABLE, cause, true);
  }

  /** Of a record that asks for a topic of which the name is none. */
  static RejectedException ofTopicName(@Nullable Throwable cause) {
    return new RejectedException(
        "no topic can have the name that the record asks for", Severity.PERMANENT, cause);
  }

  boolean isAbsentTopic() {
    return absentTopic;
  }

  Severity severity() {
    return severity;
  }
}
