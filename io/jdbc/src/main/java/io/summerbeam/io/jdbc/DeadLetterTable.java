package io.summerbeam.io.jdbc;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.source.Provenance;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.joda.time.ReadableInstant;
import org.jspecify.annotations.Nullable;

/** A table of dead letters: its columns, and the letters as rows of it and back. */
final class DeadLetterTable {

  /** The columns that a letter is written to; beside them are those of what became of it. */
  static final Schema SCHEMA =
      Schema.builder()
          .addStringField("id")
          .addInt32Field("version")
          .addStringField("pipeline")
          .addStringField("step")
          .addStringField("reason")
          .addStringField("message")
          .addNullableField("error_class", FieldType.STRING)
          .addNullableField("payload", FieldType.BYTES)
          .addNullableField("payload_format", FieldType.STRING)
          .addNullableField("payload_schema", FieldType.STRING)
          .addNullableField("source_system", FieldType.STRING)
          .addNullableField("source_resource", FieldType.STRING)
          .addNullableField("source_partition", FieldType.INT32)
          .addNullableField("source_position", FieldType.INT64)
          .addNullableField("source_line", FieldType.INT64)
          .addNullableField("key", FieldType.BYTES)
          .addStringField("headers")
          .addNullableField("event_time", FieldType.DATETIME)
          .addNullableField("window_start", FieldType.DATETIME)
          .addNullableField("window_end", FieldType.DATETIME)
          .addDateTimeField("failure_time")
          .addDateTimeField("first_failure_time")
          .addStringField("severity")
          .addInt32Field("attempts")
          .addNullableField("stack_trace", FieldType.STRING)
          .build();

  static final List<String> KEY = List.of("id");

  // Of a record that was replayed and failed again this is the newest failure.
  private static final String NEWER = "EXCLUDED.attempts > t.attempts";

  // 4713 BC: before that the database has no time.
  private static final Instant FIRST_TIME = Instant.parse("-4712-01-01T00:00:00Z");

  private DeadLetterTable() {}

  /** The statements that make the table. */
  static List<String> create(TableName table) {
    return List.of(
        TableColumns.create(table, SCHEMA, KEY),
        "ALTER TABLE "
            + table.sql()
            + " ALTER headers TYPE jsonb USING CAST(headers AS jsonb),"
            + " ADD status text NOT NULL DEFAULT 'open',"
            + " ADD replayed_at timestamp with time zone,"
            + " ADD written_at timestamp with time zone NOT NULL DEFAULT now()",
        "CREATE INDEX ON " + table.sql() + " (failure_time)",
        "CREATE INDEX ON " + table.sql() + " (written_at)");
  }

  /** What becomes of the row of a letter that comes again: assignments. */
  static String merge() {
    return SCHEMA.getFieldNames().stream()
            .filter(name -> !KEY.contains(name) && !name.endsWith("failure_time"))
            .map(Identifier::quote)
            .map(name -> name + either("EXCLUDED." + name, "t." + name))
            .collect(Collectors.joining(", "))
        + ", first_failure_time = LEAST(t.first_failure_time, EXCLUDED.first_failure_time)"
        + ", failure_time = CASE WHEN EXCLUDED.attempts < t.attempts THEN t.failure_time"
        + " ELSE GREATEST(t.failure_time, EXCLUDED.failure_time) END"
        + ", status"
        + either("'open'", "t.status")
        + ", replayed_at"
        + either("NULL", "t.replayed_at")
        + ", written_at"
        + either("now()", "t.written_at");
  }

  private static String either(String newer, String same) {
    return " = CASE WHEN " + NEWER + " THEN " + newer + " ELSE " + same + " END";
  }

  static Row toRow(DeadLetter letter) {
    Provenance source = letter.source();
    return Row.withSchema(SCHEMA)
        .attachValues(
            Arrays.asList(
                letter.id(),
                DeadLetter.VERSION,
                text(letter.pipeline()),
                text(letter.step()),
                text(letter.reason()),
                text(letter.message()),
                text(letter.errorClass()),
                letter.payload(),
                text(letter.payloadFormat()),
                text(letter.payloadSchema()),
                source == null ? null : text(source.system()),
                source == null ? null : text(source.resource()),
                source == null ? null : source.partition(),
                source == null ? null : source.position(),
                source == null ? null : source.line(),
                letter.key(),
                HeadersJson.write(letter.headers()),
                time(letter.eventTime()),
                time(letter.windowStart()),
                time(letter.windowEnd()),
                letter.failureTime(),
                letter.firstFailureTime(),
                text(letter.severity()),
                letter.attempts(),
                text(letter.stackTrace())));
  }

  /**
   * The inverse of {@link #toRow}.
   *
   * @throws IllegalArgumentException if it is no letter of this version; the message quotes nothing
   */
  @SuppressWarnings("NullAway") // Row's getters say nothing of null; the schema does.
  static DeadLetter fromRow(Row row) {
    if (row.getInt32("version") != DeadLetter.VERSION) {
      throw new IllegalArgumentException("the row is no dead letter of this version");
    }
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
        .setSource(source(row))
        .setKey(row.getBytes("key"))
        .setHeaders(HeadersJson.read(row.getString("headers")))
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

  private static @Nullable Provenance source(Row row) {
    return row.getString("source_system") == null
        ? null
        : Provenance.fromRow(
            Row.withSchema(Provenance.SCHEMA)
                .attachValues(
                    Arrays.asList(
                        row.getString("source_system"),
                        row.getString("source_resource"),
                        row.getInt32("source_partition"),
                        row.getInt64("source_position"),
                        row.getInt64("source_line"),
                        null,
                        null)));
  }

  /** A text without the characters that the database has not: a letter is written anyhow. */
  private static @Nullable String text(@Nullable String text) {
    return text == null ? null : HeadersJson.storable(text);
  }

  private static @Nullable Instant time(@Nullable Instant time) {
    return time == null || time.isBefore(FIRST_TIME) ? null : time;
  }

  private static @Nullable Instant instant(@Nullable ReadableInstant time) {
    return time == null ? null : time.toInstant();
  }
}
