package io.summerbeam.io.kafka;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.ReplayRecord;
import io.summerbeam.sdk.source.Provenance;
import java.util.Optional;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record in a retry topic: a dead letter as {@link LetterRecord} writes it, that is due at some
 * time. Its own timestamp is when it was written, so that the topic does not delete it for the age
 * of what it tells of.
 */
final class RetriedRecord {

  private RetriedRecord() {}

  /** The record of a letter that is to be tried again. */
  static ProducerRecord<byte[], byte[]> of(
      DeadLetter letter, String topic, int retry, long now, long notBefore) {
    ProducerRecord<byte[], byte[]> dead =
        LetterRecord.of(
            letter.toBuilder().setHeaders(RetryHeaders.without(letter.headers())).build(), topic);
    Headers headers = dead.headers();
    headers.add(HeaderList.of(RetryHeaders.NOT_BEFORE, String.valueOf(notBefore)));
    headers.add(HeaderList.of(RetryHeaders.RETRY, String.valueOf(retry)));
    return new ProducerRecord<>(topic, null, now, dead.key(), dead.value(), headers);
  }

  /** Whether a letter is one whose record can be brought back by {@link #restore}. */
  static boolean isOfTopic(DeadLetter letter) {
    Provenance source = letter.source();
    return source != null && source.system().equals(Provenance.KAFKA) && source.partition() != null;
  }

  /**
   * The record as it was in its own topic: with its place, key and headers there, and those headers
   * more by which a second failure goes on counting. Its timestamp is the event time, the only one
   * that a letter has: without a field for it, the row takes its time from there. A record that
   * nobody wrote to be retried is one like any other, and is given back as it is.
   */
  static KafkaRecord<byte[], RecordValue> restore(KafkaRecord<byte[], RecordValue> record) {
    Headers headers = record.getHeaders();
    String retry = headers == null ? null : RetryHeaders.retry(headers);
    if (headers == null || retry == null) {
      return record;
    }
    DeadLetter letter = letter(record, headers);
    Provenance source = letter == null ? null : letter.source();
    Integer partition = source == null ? null : source.partition();
    if (letter == null || source == null || partition == null) {
      return record;
    }
    Headers restored = new RecordHeaders();
    KafkaReplayTarget.addHeaders(ReplayRecord.of(letter).headers(), restored);
    restored.add(HeaderList.of(RetryHeaders.RETRY, retry));
    Instant time = letter.eventTime();
    return new KafkaRecord<>(
        source.resource(),
        partition,
        source.position(),
        time == null ? record.getTimestamp() : time.getMillis(),
        record.getTimestampType(),
        restored,
        record.getKV());
  }

  private static @Nullable DeadLetter letter(
      KafkaRecord<byte[], RecordValue> record, Headers headers) {
    return LetterReader.read(
        new ConsumerRecord<>(
            record.getTopic(),
            record.getPartition(),
            record.getOffset(),
            record.getTimestamp(),
            TimestampType.CREATE_TIME,
            ConsumerRecord.NULL_SIZE,
            ConsumerRecord.NULL_SIZE,
            record.getKV().getKey(),
            record.getKV().getValue().bytes(),
            headers,
            Optional.empty()));
  }
}
