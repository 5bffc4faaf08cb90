package io.summerbeam.io.kafka;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.json.RowJson;
import io.summerbeam.sdk.source.Provenance;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Dead letters as records of a topic; {@link KafkaDeadLetters} says how they look. */
final class LetterRecord {

  private LetterRecord() {}

  /** The record of a dead letter. */
  static ProducerRecord<byte[], byte[]> of(DeadLetter letter, String topic) {
    return record(letter, topic, HeaderList.of(letter.headers()), null);
  }

  /**
   * The record of a dead letter that is too large for the topic: without payload, key and headers
   * of the record and the stack trace, so that it is still known where it is.
   */
  static ProducerRecord<byte[], byte[]> withoutData(DeadLetter letter, String topic) {
    DeadLetter rest =
        letter.toBuilder()
            .setPayload(null)
            .setPayloadFormat(null)
            .setPayloadSchema(null)
            .setKey(null)
            .setStackTrace(null)
            .build();
    return record(rest, topic, List.of(), "payload,key,headers,stack-trace");
  }

  private static ProducerRecord<byte[], byte[]> record(
      DeadLetter letter, String topic, List<Header> original, @Nullable String leftOut) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, null, timestamp(letter), letter.key(), letter.payload());
    Headers headers = record.headers();
    original.forEach(headers::add);
    add(headers, EnvelopeHeaders.VERSION, DeadLetter.VERSION);
    add(headers, EnvelopeHeaders.HEADERS, original.size());
    add(headers, EnvelopeHeaders.ID, letter.id());
    add(headers, EnvelopeHeaders.CONNECTOR, letter.pipeline());
    add(headers, EnvelopeHeaders.STEP, letter.step());
    add(headers, EnvelopeHeaders.REASON, letter.reason());
    add(headers, EnvelopeHeaders.STAGE, EnvelopeHeaders.stageOf(letter.reason()));
    add(headers, EnvelopeHeaders.MESSAGE, letter.message());
    add(headers, EnvelopeHeaders.ERROR_CLASS, letter.errorClass());
    add(headers, EnvelopeHeaders.STACK_TRACE, letter.stackTrace());
    add(headers, letter.source());
    add(headers, EnvelopeHeaders.PAYLOAD_FORMAT, letter.payloadFormat());
    add(headers, EnvelopeHeaders.PAYLOAD_SCHEMA, letter.payloadSchema());
    add(headers, EnvelopeHeaders.EVENT_TIME, letter.eventTime());
    add(headers, EnvelopeHeaders.WINDOW_START, letter.windowStart());
    add(headers, EnvelopeHeaders.WINDOW_END, letter.windowEnd());
    add(headers, EnvelopeHeaders.FAILURE_TIME, letter.failureTime());
    add(headers, EnvelopeHeaders.FIRST_FAILURE_TIME, letter.firstFailureTime());
    add(headers, EnvelopeHeaders.SEVERITY, letter.severity());
    add(headers, EnvelopeHeaders.ATTEMPTS, letter.attempts());
    add(headers, EnvelopeHeaders.LEFT_OUT, leftOut);
    return record;
  }

  private static void add(Headers headers, @Nullable Provenance source) {
    if (source == null) {
      return;
    }
    if (source.system().equals(Provenance.KAFKA)) {
      add(headers, EnvelopeHeaders.TOPIC, source.resource());
      add(headers, EnvelopeHeaders.PARTITION, source.partition());
      add(headers, EnvelopeHeaders.OFFSET, source.position());
      return;
    }
    add(headers, EnvelopeHeaders.SOURCE_SYSTEM, source.system());
    add(headers, EnvelopeHeaders.SOURCE_RESOURCE, source.resource());
    add(headers, EnvelopeHeaders.SOURCE_PARTITION, source.partition());
    add(headers, EnvelopeHeaders.SOURCE_POSITION, source.position());
    add(headers, EnvelopeHeaders.SOURCE_LINE, source.line());
  }

  private static void add(Headers headers, String name, @Nullable Object value) {
    if (value != null) {
      String text = value instanceof Instant time ? RowJson.time(time) : value.toString();
      headers.add(HeaderList.of(name, text));
    }
  }

  // Not the event time: the brokers delete by it what is older than the topic keeps, and a letter
  // of
  // an old record would be gone before anybody has seen it.
  private static long timestamp(DeadLetter letter) {
    return Math.max(0, letter.failureTime().getMillis());
  }
}
