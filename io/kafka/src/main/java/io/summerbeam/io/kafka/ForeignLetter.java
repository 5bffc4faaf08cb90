package io.summerbeam.io.kafka;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.failure.ReplayHeaders;
import io.summerbeam.sdk.source.Provenance;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters that Kafka Connect or Spring Kafka wrote. They have no id: it is a hash of where the
 * record was and of what failed, so that it is the same each time the letter is read.
 */
final class ForeignLetter {

  private static final int ID_BYTES = 16;
  private static final int MOST_MESSAGE_CHARS = 1000;

  private ForeignLetter() {}

  static @Nullable DeadLetter read(ConsumerRecord<byte[], byte[]> record) {
    if (record.headers().lastHeader(EnvelopeHeaders.TOPIC) != null) {
      return ofConnect(record, LetterHeaders.foreign(record.headers(), EnvelopeHeaders.CONNECT));
    }
    if (record.headers().lastHeader(EnvelopeHeaders.SPRING_TOPIC) != null) {
      return ofSpring(record, LetterHeaders.foreign(record.headers(), EnvelopeHeaders.SPRING));
    }
    return null;
  }

  private static DeadLetter ofConnect(
      ConsumerRecord<byte[], byte[]> record, LetterHeaders headers) {
    String topic = headers.required(EnvelopeHeaders.TOPIC);
    Provenance source =
        topic.isEmpty()
            ? null
            : Provenance.ofKafka(
                topic,
                Integer.parseInt(headers.required(EnvelopeHeaders.PARTITION)),
                Long.parseLong(headers.required(EnvelopeHeaders.OFFSET)));
    String stage = Objects.requireNonNullElse(headers.text(EnvelopeHeaders.STAGE), "");
    String connector =
        Objects.requireNonNullElse(headers.text(EnvelopeHeaders.CONNECTOR), "kafka-connect");
    String step = headers.text(EnvelopeHeaders.EXECUTING_CLASS);
    String errorClass = headers.text(EnvelopeHeaders.ERROR_CLASS);
    // The queue keeps the record's own time; when it failed is written nowhere.
    Instant time = time(record.timestamp());
    return letter(record, headers, source, stage)
        .setPipeline(connector)
        .setStep(step == null ? connector : step)
        .setReason(EnvelopeHeaders.reasonOf(stage).code())
        .setMessage(
            message(
                "a connector failed at the stage " + stage,
                headers.text(EnvelopeHeaders.MESSAGE),
                errorClass))
        .setErrorClass(errorClass)
        .setStackTrace(headers.text(EnvelopeHeaders.STACK_TRACE))
        .setEventTime(time)
        .build();
  }

  private static DeadLetter ofSpring(ConsumerRecord<byte[], byte[]> record, LetterHeaders headers) {
    Provenance source =
        Provenance.ofKafka(
            headers.required(EnvelopeHeaders.SPRING_TOPIC),
            (int) number(headers, EnvelopeHeaders.SPRING_PARTITION, Integer.BYTES),
            number(headers, EnvelopeHeaders.SPRING_OFFSET, Long.BYTES));
    String group =
        Objects.requireNonNullElse(headers.text(EnvelopeHeaders.SPRING_GROUP), "spring-kafka");
    String errorClass = headers.text(EnvelopeHeaders.SPRING_ERROR_CLASS);
    // The listener's own exception is around every other.
    String cause = headers.text(EnvelopeHeaders.SPRING_CAUSE_CLASS);
    boolean undecodable =
        (cause == null ? String.valueOf(errorClass) : cause).endsWith("DeserializationException");
    return letter(record, headers, source, group)
        .setPipeline(group)
        .setStep(group)
        .setReason((undecodable ? Reason.MALFORMED : Reason.TRANSFORM_FAILED).code())
        .setMessage(
            message("a listener failed", headers.text(EnvelopeHeaders.SPRING_MESSAGE), errorClass))
        .setErrorClass(cause == null ? errorClass : cause)
        .setStackTrace(headers.text(EnvelopeHeaders.SPRING_STACK_TRACE))
        .setEventTime(
            headers.bytes(EnvelopeHeaders.SPRING_TIMESTAMP) == null
                ? null
                : time(number(headers, EnvelopeHeaders.SPRING_TIMESTAMP, Long.BYTES)))
        .build();
  }

  private static DeadLetter.Builder letter(
      ConsumerRecord<byte[], byte[]> record,
      LetterHeaders headers,
      @Nullable Provenance source,
      String where) {
    Instant failed = Instant.ofEpochMilli(Math.max(0, record.timestamp()));
    Provenance place =
        source == null
            ? Provenance.ofKafka(record.topic(), record.partition(), record.offset())
            : source;
    Map<String, String> original = headers.original();
    // Of a record that we have replayed.
    Instant first = ReplayHeaders.firstFailureTime(original, failed);
    return DeadLetter.builder()
        .setId(id(place, where))
        .setPayload(record.value())
        .setSource(source)
        .setKey(record.key())
        .setHeaders(original)
        .setFailureTime(failed)
        .setFirstFailureTime(first == null ? failed : first)
        .setAttempts((int) Math.min(ReplayHeaders.attempts(original) + 1L, Integer.MAX_VALUE));
  }

  // As in letters of ours: what a library said is behind the message where there was an exception.
  private static String message(String ours, @Nullable String theirs, @Nullable String errorClass) {
    if (theirs == null || errorClass == null) {
      return ours;
    }
    int all = theirs.codePointCount(0, theirs.length());
    String told =
        all <= MOST_MESSAGE_CHARS
            ? theirs
            : theirs.substring(0, theirs.offsetByCodePoints(0, MOST_MESSAGE_CHARS)) + "...";
    return ours + " (" + told + ")";
  }

  private static @Nullable Instant time(long millis) {
    return millis < 0 ? null : Instant.ofEpochMilli(millis);
  }

  // Spring writes numbers as bytes, the highest first.
  private static long number(LetterHeaders headers, String name, int length) {
    byte[] bytes = headers.bytes(name);
    if (bytes == null || bytes.length != length) {
      throw new IllegalArgumentException("The header '" + name + "' is no number.");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return length == Integer.BYTES ? buffer.getInt() : buffer.getLong();
  }

  private static String id(Provenance place, String where) {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      hash.update(place.toString().getBytes(StandardCharsets.UTF_8));
      hash.update((byte) 0);
      hash.update(where.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash.digest(), 0, ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }
}
