package io.summerbeam.io.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.ReplayHeaders;
import io.summerbeam.sdk.failure.ReplayRecord;
import io.summerbeam.sdk.source.Provenance;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.Test;

/** {@link LetterRecord} and {@link LetterReader}: there and back, and what others wrote. */
public final class LetterReaderTest {

  private static final Instant NOON = Instant.parse("2001-01-01T12:00:00.001Z");

  private static final DeadLetter FULL =
      DeadLetter.builder()
          .setId("0123456789abcdef0123456789abcdef")
          .setPipeline("orders")
          .setStep("Validate")
          .setReason("malformed")
          .setMessage("é is missing")
          .setErrorClass("java.lang.IllegalStateException")
          .setPayload(new byte[] {0, -1, 10})
          .setPayloadFormat("json")
          .setPayloadSchema("id: STRING")
          .setSource(Provenance.ofKafka("orders", 3, 17))
          .setKey(new byte[] {-2})
          .setHeaders(Map.of("trace", "t1", "__connect.errors.topic", "earlier"))
          .setEventTime(NOON)
          .setWindowStart(NOON.minus(Duration.millis(1)))
          .setWindowEnd(NOON.plus(Duration.millis(1)))
          .setFailureTime(NOON.plus(Duration.millis(1000)))
          .setFirstFailureTime(NOON.plus(Duration.millis(500)))
          .setSeverity("retryable")
          .setAttempts(3)
          .setStackTrace("java.lang.IllegalStateException\n\tat x")
          .build();

  private static final DeadLetter BARE =
      DeadLetter.builder()
          .setId("00000000000000000000000000000000")
          .setPipeline("orders")
          .setStep("Read")
          .setReason("transform_failed")
          .setMessage("")
          .setFailureTime(NOON)
          .setFirstFailureTime(NOON)
          .build();

  private static ConsumerRecord<byte[], byte[]> read(ProducerRecord<byte[], byte[]> record) {
    return read(record.timestamp(), record.key(), record.value(), record.headers());
  }

  private static ConsumerRecord<byte[], byte[]> read(
      long timestamp, byte[] key, byte[] value, Headers headers) {
    return new ConsumerRecord<>(
        "dead",
        1,
        5,
        timestamp,
        TimestampType.CREATE_TIME,
        0,
        0,
        key,
        value,
        headers,
        Optional.empty());
  }

  private static Headers headers(String... namesAndValues) {
    Headers headers = new RecordHeaders();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.add(namesAndValues[i], namesAndValues[i + 1].getBytes(UTF_8));
    }
    return headers;
  }

  @Test
  public void ourLetter_backAsItWas() {
    for (DeadLetter letter :
        List.of(
            FULL,
            BARE,
            BARE.toBuilder().setPayload(new byte[0]).setKey(new byte[0]).build(),
            BARE.toBuilder()
                .setSource(Provenance.ofFile("in.jsonl", 930, 12L))
                .setEventTime(Instant.parse("1969-12-31T00:00:00Z"))
                .build(),
            BARE.toBuilder().setSource(Provenance.ofFile("in.jsonl", 0, null)).build())) {
      DeadLetter back = LetterReader.read(read(LetterRecord.of(letter, "dead")));
      assertThat(back.toRow(), equalTo(letter.toRow()));
      assertThat(back, equalTo(letter));
    }
  }

  @Test
  public void headersThatAreNoTexts_backAsTheyWere() {
    Headers odd = headers("a", "1", "a", "2");
    odd.add("b", new byte[] {-1});
    odd.add("c", null);
    DeadLetter letter = FULL.toBuilder().setHeaders(KafkaHeaders.toMap(odd)).build();
    ProducerRecord<byte[], byte[]> record = LetterRecord.of(letter, "dead");
    assertThat(
        StreamSupport.stream(record.headers().spliterator(), false).limit(4).toList(),
        equalTo(List.of(odd.toArray())));
    assertThat(LetterReader.read(read(record)), equalTo(letter));
  }

  @Test
  public void record_asKafkaConnectHasIt() {
    ProducerRecord<byte[], byte[]> record = LetterRecord.of(FULL, "dead");
    assertThat(record.topic(), equalTo("dead"));
    assertThat(record.partition(), nullValue());
    assertThat(record.timestamp(), equalTo(FULL.failureTime().getMillis()));
    assertThat(record.key(), equalTo(new byte[] {-2}));
    assertThat(record.value(), equalTo(new byte[] {0, -1, 10}));
    assertThat(LetterHeaders.text(record.headers(), "__connect.errors.topic"), equalTo("orders"));
    assertThat(LetterHeaders.text(record.headers(), "__connect.errors.partition"), equalTo("3"));
    assertThat(LetterHeaders.text(record.headers(), "__connect.errors.offset"), equalTo("17"));
    assertThat(
        LetterHeaders.text(record.headers(), "__connect.errors.connector.name"), equalTo("orders"));
    assertThat(
        LetterHeaders.text(record.headers(), "__connect.errors.stage"), equalTo("VALUE_CONVERTER"));
    assertThat(
        LetterHeaders.text(record.headers(), "__connect.errors.exception.class.name"),
        equalTo("java.lang.IllegalStateException"));
    assertThat(
        LetterHeaders.text(record.headers(), "__connect.errors.exception.message"),
        equalTo("é is missing"));
  }

  @Test
  public void timestamp_ofFailureWhereKafkaHasNoOther() {
    assertThat(LetterRecord.of(BARE, "dead").timestamp(), equalTo(NOON.getMillis()));
    assertThat(
        LetterRecord.of(BARE.toBuilder().setEventTime(Instant.ofEpochMilli(-1)).build(), "dead")
            .timestamp(),
        equalTo(NOON.getMillis()));
  }

  @Test
  public void withoutData_coordinatesOnly() {
    ProducerRecord<byte[], byte[]> record = LetterRecord.withoutData(FULL, "dead");
    assertThat(
        LetterHeaders.text(record.headers(), "summerbeam.letter.left-out"),
        equalTo("payload,key,headers,stack-trace"));
    assertThat(
        LetterReader.read(read(record)),
        equalTo(
            FULL.toBuilder()
                .setPayload(null)
                .setPayloadFormat(null)
                .setPayloadSchema(null)
                .setKey(null)
                .setHeaders(Map.of())
                .setStackTrace(null)
                .build()));
  }

  @Test
  public void letterOfKafkaConnect_asFarAsItsHeadersGo() {
    Headers headers =
        headers(
            "trace", "t1",
            "__connect.errors.topic", "orders",
            "__connect.errors.partition", "2",
            "__connect.errors.offset", "41",
            "__connect.errors.connector.name", "jdbc-sink",
            "__connect.errors.task.id", "0",
            "__connect.errors.stage", "VALUE_CONVERTER",
            "__connect.errors.class.name", "org.apache.kafka.connect.json.JsonConverter",
            "__connect.errors.exception.class.name",
                "org.apache.kafka.connect.errors.DataException",
            "__connect.errors.exception.message", "no json",
            "__connect.errors.exception.stacktrace", "DataException\n\tat x");
    DeadLetter letter =
        LetterReader.read(
            read(NOON.getMillis(), "k".getBytes(UTF_8), "{".getBytes(UTF_8), headers));
    assertThat(
        letter,
        equalTo(
            DeadLetter.builder()
                .setId(letter.id())
                .setPipeline("jdbc-sink")
                .setStep("org.apache.kafka.connect.json.JsonConverter")
                .setReason("malformed")
                .setMessage("a connector failed at the stage VALUE_CONVERTER (no json)")
                .setErrorClass("org.apache.kafka.connect.errors.DataException")
                .setPayload("{".getBytes(UTF_8))
                .setSource(Provenance.ofKafka("orders", 2, 41))
                .setKey("k".getBytes(UTF_8))
                .setHeaders(Map.of("trace", "t1"))
                .setEventTime(NOON)
                .setFailureTime(NOON)
                .setFirstFailureTime(NOON)
                .setStackTrace("DataException\n\tat x")
                .build()));
  }

  @Test
  public void idOfForeignLetter_isThatOfItsRecord() {
    assertThat(connectId("41"), equalTo(connectId("41")));
    assertThat(connectId("41"), not(equalTo(connectId("42"))));
    assertThat(connectId("41").matches("[0-9a-f]{32}"), equalTo(true));
  }

  private static String connectId(String offset) {
    return LetterReader.read(
            read(
                0,
                null,
                null,
                headers(
                    "__connect.errors.topic", "orders",
                    "__connect.errors.partition", "2",
                    "__connect.errors.offset", offset,
                    "__connect.errors.stage", "TASK_PUT")))
        .id();
  }

  @Test
  public void letterOfConnectSource_hasNoCoordinates() {
    DeadLetter letter =
        LetterReader.read(
            read(
                -1,
                null,
                null,
                headers(
                    "__connect.errors.topic", "",
                    "__connect.errors.partition", "-1",
                    "__connect.errors.offset", "-1",
                    "__connect.errors.stage", "KAFKA_PRODUCE")));
    assertThat(letter.source(), nullValue());
    assertThat(letter.reason(), equalTo("sink_rejected"));
    assertThat(letter.eventTime(), nullValue());
    assertThat(letter.payload(), nullValue());
  }

  @Test
  public void letterOfSpringKafka_asFarAsItsHeadersGo() {
    Headers headers =
        headers(
            "trace", "t1",
            "kafka_dlt-original-topic", "orders",
            "kafka_dlt-original-consumer-group", "billing",
            "kafka_dlt-exception-fqcn",
                "org.springframework.kafka.ListenerExecutionFailedException",
            "kafka_dlt-exception-cause-fqcn",
                "org.springframework.kafka.support.serializer.DeserializationException",
            "kafka_dlt-exception-message", "no json",
            "kafka_dlt-exception-stacktrace", "at x");
    headers.add("kafka_dlt-original-partition", ByteBuffer.allocate(4).putInt(2).array());
    headers.add("kafka_dlt-original-offset", ByteBuffer.allocate(8).putLong(41).array());
    headers.add(
        "kafka_dlt-original-timestamp", ByteBuffer.allocate(8).putLong(NOON.getMillis()).array());
    DeadLetter letter =
        LetterReader.read(read(NOON.getMillis() + 5000, null, "{".getBytes(UTF_8), headers));
    assertThat(
        letter,
        equalTo(
            DeadLetter.builder()
                .setId(letter.id())
                .setPipeline("billing")
                .setStep("billing")
                .setReason("malformed")
                .setMessage("a listener failed (no json)")
                .setErrorClass(
                    "org.springframework.kafka.support.serializer.DeserializationException")
                .setPayload("{".getBytes(UTF_8))
                .setSource(Provenance.ofKafka("orders", 2, 41))
                .setHeaders(Map.of("trace", "t1"))
                .setEventTime(NOON)
                .setFailureTime(NOON.plus(Duration.millis(5000)))
                .setFirstFailureTime(NOON.plus(Duration.millis(5000)))
                .setStackTrace("at x")
                .build()));
  }

  @Test
  public void foreignLetterOfReplayedRecord_countsOn() {
    Instant firstFailure = NOON.minus(Duration.standardDays(1));
    Map<String, String> replayed =
        ReplayRecord.of(BARE.toBuilder().setAttempts(4).setFirstFailureTime(firstFailure).build())
            .headers();
    DeadLetter letter = ofConnect(replayed);
    assertThat(letter.attempts(), equalTo(5));
    assertThat(letter.firstFailureTime(), equalTo(firstFailure));
    // Behind the next replay there is one more.
    assertThat(ofConnect(ReplayRecord.of(letter).headers()).attempts(), equalTo(6));
    for (String odd : List.of("many", "-3")) {
      assertThat(ofConnect(Map.of(ReplayHeaders.ATTEMPTS, odd)).attempts(), equalTo(1));
    }
    String most = String.valueOf(Integer.MAX_VALUE);
    assertThat(
        ofConnect(Map.of(ReplayHeaders.ATTEMPTS, most)).attempts(), equalTo(Integer.MAX_VALUE));
  }

  private static DeadLetter ofConnect(Map<String, String> own) {
    Headers headers =
        headers(
            "__connect.errors.topic", "orders",
            "__connect.errors.partition", "2",
            "__connect.errors.offset", "41",
            "__connect.errors.stage", "TASK_PUT");
    HeaderList.of(own).forEach(headers::add);
    return LetterReader.read(read(NOON.getMillis(), null, null, headers));
  }

  @Test
  public void whatIsNoLetter_null() {
    assertThat(LetterReader.read(read(0, null, new byte[] {1}, headers())), nullValue());
    Headers newer = headers();
    LetterRecord.of(FULL, "dead").headers().forEach(newer::add);
    newer.add("summerbeam.letter.version", "2".getBytes(UTF_8));
    assertThat(LetterReader.read(read(0, null, null, newer)), nullValue());
    for (String broken :
        List.of(
            "summerbeam.letter.attempts",
            "summerbeam.letter.failure-time",
            "summerbeam.letter.headers",
            "__connect.errors.partition")) {
      Headers headers = headers();
      LetterRecord.of(FULL, "dead").headers().forEach(headers::add);
      headers.add(broken, "x".getBytes(UTF_8));
      assertThat(broken, LetterReader.read(read(0, null, null, headers)), nullValue());
    }
    assertThat(
        LetterReader.read(read(0, null, null, headers("summerbeam.letter.version", "1"))),
        nullValue());
    assertThat(
        LetterReader.read(
            read(
                0,
                null,
                null,
                headers(
                    "kafka_dlt-original-topic", "t",
                    "kafka_dlt-original-partition", "12",
                    "kafka_dlt-original-offset", "1"))),
        nullValue());
  }
}
