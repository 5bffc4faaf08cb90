package io.summerbeam.io.kafka;

import io.summerbeam.sdk.failure.Severity;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;
import org.jspecify.annotations.Nullable;

/**
 * What the client or the broker says of a record that was not written: whether the record is to
 * blame, and will be tomorrow, or the way to the broker.
 */
final class SendFailure {

  private static final Map<Class<? extends Exception>, String> OF_RECORD = new LinkedHashMap<>();

  // No fault of a record: it is so of all of them, whatever is in them.
  private static final String FORM =
      "the brokers do not take records of this form: they may take none that is compressed (then"
          + " set compression.type=none), or their message format is too old"
          + " (message.format.version)";

  private static final String TOO_EARLY =
      "the topic does not take a timestamp that is so far in the future yet: it will later, or with"
          + " a larger message.timestamp.after.max.ms";

  /** What is later than that is no clock that is ahead, but a time that is wrong. */
  private static final Duration LONGEST_WAIT = Duration.ofDays(1);

  static {
    OF_RECORD.put(
        RecordTooLargeException.class,
        "the record is larger than the producer sends (max.request.size) or the topic takes"
            + " (max.message.bytes)");
    OF_RECORD.put(
        InvalidTimestampException.class,
        "the topic does not take a timestamp that is so far from now"
            + " (message.timestamp.before.max.ms, message.timestamp.after.max.ms)");
    OF_RECORD.put(
        InvalidRecordException.class,
        "the broker does not take such a record: one of a compacted topic needs a key");
    OF_RECORD.put(
        RecordBatchTooLargeException.class, "the record is larger than a segment of the topic");
  }

  private SendFailure() {}

  /**
   * Why a record is refused, in our own words; null where it is not the record's fault.
   *
   * @param topicOfRecord whether the record says which topic it goes to: then a topic that cannot
   *     be written to is its fault
   */
  static @Nullable RejectedException refusal(
      Exception failure, ProducerRecord<byte[], byte[]> record, boolean topicOfRecord) {
    if (mayBeOfTimestamp(failure, record) && isInTheNearFuture(record)) {
      return new RejectedException(TOO_EARLY, Severity.RETRYABLE, failure);
    }
    String message = OF_RECORD.get(failure.getClass());
    if (message != null) {
      return new RejectedException(message, Severity.PERMANENT, failure);
    }
    if (!topicOfRecord) {
      return null;
    }
    if (failure instanceof InvalidTopicException) {
      return RejectedException.ofTopicName(failure);
    }
    // These two may be mended on the broker.
    if (failure instanceof TopicAuthorizationException) {
      return new RejectedException(
          "the topic that the record asks for may not be written to", Severity.RETRYABLE, failure);
    }
    return isAbsentTopic(failure) ? RejectedException.ofAbsentTopic(failure) : null;
  }

  // Of several that are refused in a batch the client says only that they are invalid; without a
  // key one may be so for that.
  private static boolean mayBeOfTimestamp(
      Exception failure, ProducerRecord<byte[], byte[]> record) {
    return failure instanceof InvalidTimestampException
        || (failure instanceof InvalidRecordException && record.key() != null);
  }

  private static boolean isInTheNearFuture(ProducerRecord<byte[], byte[]> record) {
    Long timestamp = record.timestamp();
    if (timestamp == null) {
      return false;
    }
    long now = System.currentTimeMillis();
    return timestamp > now && timestamp - LONGEST_WAIT.toMillis() <= now;
  }

  /** What a failure is called in messages, with what is to be done where its name hides that. */
  static String named(Throwable failure) {
    String name = failure.getClass().getSimpleName();
    return failure instanceof UnsupportedForMessageFormatException ? name + ": " + FORM : name;
  }

  /**
   * What the client says of a topic that is not there, where the brokers do not make one. With this
   * it is so where they would, too.
   */
  static TimeoutException absentTopic() {
    return new TimeoutException(
        "The topic does not exist.", new UnknownTopicOrPartitionException());
  }

  /** Whether the client gave up because the brokers say that there is no such topic. */
  static boolean isAbsentTopic(Exception failure) {
    return failure instanceof TimeoutException
        && failure.getCause() instanceof UnknownTopicOrPartitionException;
  }

  /**
   * Whether a record was refused for another one in its batch. The broker says of each of those
   * what is wrong, and the client has nothing but its most general exception for the rest.
   */
  static boolean isOfNeighbour(Exception failure) {
    return failure.getClass() == KafkaException.class;
  }
}
