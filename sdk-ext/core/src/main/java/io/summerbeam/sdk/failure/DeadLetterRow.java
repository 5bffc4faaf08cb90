package io.summerbeam.sdk.failure;

import io.summerbeam.sdk.source.Provenance;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.joda.time.ReadableInstant;
import org.jspecify.annotations.Nullable;

/** The envelope as a Row and back. */
final class DeadLetterRow {

  static final Schema SCHEMA =
      Schema.builder()
          .addInt32Field("version")
          .addStringField("id")
          .addStringField("pipeline")
          .addStringField("step")
          .addStringField("reason")
          .addStringField("message")
          .addNullableField("error_class", FieldType.STRING)
          .addNullableField("payload", FieldType.BYTES)
          .addNullableField("payload_format", FieldType.STRING)
          .addNullableField("payload_schema", FieldType.STRING)
          .addNullableField("source", FieldType.row(Provenance.SCHEMA))
          .addNullableField("key", FieldType.BYTES)
          .addMapField("headers", FieldType.STRING, FieldType.STRING)
          .addNullableField("event_time", FieldType.DATETIME)
          .addNullableField("window_start", FieldType.DATETIME)
          .addNullableField("window_end", FieldType.DATETIME)
          .addDateTimeField("failure_time")
          .addDateTimeField("first_failure_time")
          .addStringField("severity")
          .addInt32Field("attempts")
          .addNullableField("stack_trace", FieldType.STRING)
          .build();

  private DeadLetterRow() {}

  static Row toRow(DeadLetter letter) {
    Provenance source = letter.source();
    return Row.withSchema(SCHEMA)
        .addValue(DeadLetter.VERSION)
        .addValue(letter.id())
        .addValue(letter.pipeline())
        .addValue(letter.step())
        .addValue(letter.reason())
        .addValue(letter.message())
        .addValue(letter.errorClass())
        .addValue(letter.payload())
        .addValue(letter.payloadFormat())
        .addValue(letter.payloadSchema())
        .addValue(source == null ? null : source.toRow())
        .addValue(letter.key())
        .addValue(letter.headers())
        .addValue(letter.eventTime())
        .addValue(letter.windowStart())
        .addValue(letter.windowEnd())
        .addValue(letter.failureTime())
        .addValue(letter.firstFailureTime())
        .addValue(letter.severity())
        .addValue(letter.attempts())
        .addValue(letter.stackTrace())
        .build();
  }

  @SuppressWarnings("NullAway") // Row's getters say nothing of null; the schema does.
  static DeadLetter fromRow(Row row) {
    Row source = row.getRow("source");
    return DeadLetter.builder()
        .setId(row.getString("id"))
        .setPipeline(row.getString("pipeline"))
        .setStep(row.getString("step"))
        .setReason(row.getString("reason"))
        .setMessage(row.getString("message"))
        .setErrorClass(row.getString("error_class"))
        .setPayload(row.getBytes("payload"))
        .setPayloadFormat(row.getString("payload_format"))
        .setPayloadSchema(row.getString("payload_schema"))
        .setSource(source == null ? null : Provenance.fromRow(source))
        .setKey(row.getBytes("key"))
        .setHeaders(row.getMap("headers"))
        .setEventTime(instant(row.getDateTime("event_time")))
        .setWindowStart(instant(row.getDateTime("window_start")))
        .setWindowEnd(instant(row.getDateTime("window_end")))
        .setFailureTime(row.getDateTime("failure_time").toInstant())
        .setFirstFailureTime(row.getDateTime("first_failure_time").toInstant())
        .setSeverity(row.getString("severity"))
        .setAttempts(row.getInt32("attempts"))
        .setStackTrace(row.getString("stack_trace"))
        .build();
  }

  private static org.joda.time.@Nullable Instant instant(@Nullable ReadableInstant time) {
    return time == null ? null : time.toInstant();
  }
}
