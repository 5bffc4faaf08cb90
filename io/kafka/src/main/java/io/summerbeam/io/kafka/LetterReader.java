package io.summerbeam.io.kafka;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.source.Provenance;
import java.util.Objects;
import org.apache.beam.sdk.values.Row;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Records of a topic as dead letters: what we wrote exactly, what others wrote as far as it goes.
 */
final class LetterReader {

  private LetterReader() {}

  /** The dead letter that a record is; null where it is none of a form that is known. */
  static @Nullable DeadLetter read(ConsumerRecord<byte[], byte[]> record) {
    try {
      String version = LetterHeaders.text(record.headers(), EnvelopeHeaders.VERSION);
      if (version != null) {
        return version.equals(String.valueOf(DeadLetter.VERSION)) ? ours(record) : null;
      }
      return ForeignLetter.read(record);
    } catch (IllegalArgumentException e) {
      // Not what the names of the headers promise.
      return null;
    }
  }

  private static DeadLetter ours(ConsumerRecord<byte[], byte[]> record) {
    String originals = LetterHeaders.text(record.headers(), EnvelopeHeaders.HEADERS);
    LetterHeaders headers =
        LetterHeaders.ours(record.headers(), originals == null ? 0 : Integer.parseInt(originals));
    Instant failed = required(headers, EnvelopeHeaders.FAILURE_TIME);
    return DeadLetter.builder()
        .setId(headers.required(EnvelopeHeaders.ID))
        .setPipeline(headers.required(EnvelopeHeaders.CONNECTOR))
        .setStep(headers.required(EnvelopeHeaders.STEP))
        .setReason(headers.required(EnvelopeHeaders.REASON))
        .setMessage(headers.required(EnvelopeHeaders.MESSAGE))
        .setErrorClass(headers.text(EnvelopeHeaders.ERROR_CLASS))
        .setPayload(record.value())
        .setPayloadFormat(headers.text(EnvelopeHeaders.PAYLOAD_FORMAT))
        .setPayloadSchema(headers.text(EnvelopeHeaders.PAYLOAD_SCHEMA))
        .setSource(source(headers))
        .setKey(record.key())
        .setHeaders(headers.original())
        .setEventTime(headers.time(EnvelopeHeaders.EVENT_TIME))
        .setWindowStart(headers.time(EnvelopeHeaders.WINDOW_START))
        .setWindowEnd(headers.time(EnvelopeHeaders.WINDOW_END))
        .setFailureTime(failed)
        .setFirstFailureTime(required(headers, EnvelopeHeaders.FIRST_FAILURE_TIME))
        .setSeverity(headers.required(EnvelopeHeaders.SEVERITY))
        .setAttempts(Integer.parseInt(headers.required(EnvelopeHeaders.ATTEMPTS)))
        .setStackTrace(headers.text(EnvelopeHeaders.STACK_TRACE))
        .build();
  }

  private static Instant required(LetterHeaders headers, String name) {
    headers.required(name);
    return Objects.requireNonNull(headers.time(name));
  }

  private static @Nullable Provenance source(LetterHeaders headers) {
    String topic = headers.text(EnvelopeHeaders.TOPIC);
    if (topic != null) {
      return Provenance.ofKafka(
          topic,
          Integer.parseInt(headers.required(EnvelopeHeaders.PARTITION)),
          Long.parseLong(headers.required(EnvelopeHeaders.OFFSET)));
    }
    String system = headers.text(EnvelopeHeaders.SOURCE_SYSTEM);
    return system == null
        ? null
        : Provenance.fromRow(
            Row.withSchema(Provenance.SCHEMA)
                .addValue(system)
                .addValue(headers.required(EnvelopeHeaders.SOURCE_RESOURCE))
                .addValue(headers.integer(EnvelopeHeaders.SOURCE_PARTITION))
                .addValue(Long.valueOf(headers.required(EnvelopeHeaders.SOURCE_POSITION)))
                .addValue(headers.number(EnvelopeHeaders.SOURCE_LINE))
                .addValue(null)
                .addValue(null)
                .build());
  }
}
