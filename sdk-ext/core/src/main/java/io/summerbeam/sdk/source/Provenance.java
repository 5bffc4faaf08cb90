package io.summerbeam.sdk.source;

import com.google.auto.value.AutoValue;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * Where a record came from: the system, the place in it (a file, a topic), and the position there;
 * with it, where the source keeps them, the bytes as they were read, and the key and the headers
 * that came with them, so that a dead letter made by any later step can hold exactly what came in.
 *
 * <p>It travels in the reserved field {@value #FIELD_NAME} of a Row, marked by the schema option
 * {@value #OPTION}, packed into bytes ({@link #toBytes}), because it goes through every shuffle
 * with its record. A Row without that field is fine: its dead letters have no coordinates.
 */
@AutoValue
public abstract class Provenance {

  /** The name of the reserved field. */
  public static final String FIELD_NAME = "_provenance";

  /** The option that marks the reserved field; a field that merely has the name is the user's. */
  public static final String OPTION = "summerbeam:provenance:v2";

  /** The value of {@link #system} for files. */
  public static final String FILE = "file";

  /** The value of {@link #system} for Kafka. */
  public static final String KAFKA = "kafka";

  /**
   * The header that says which one of several rows a row is that were made of one record; see
   * {@link #withPart}.
   */
  public static final String PART = "summerbeam.part";

  private static final int SYSTEM = 0;
  private static final int RESOURCE = 1;
  private static final int PARTITION = 2;
  private static final int POSITION = 3;
  private static final int LINE = 4;
  private static final int PAYLOAD = 5;
  private static final int PAYLOAD_FORMAT = 6;

  /**
   * The schema of a provenance on its own, as in a dead letter, which has the key and the headers
   * in fields of its own; see {@link #toRow}.
   */
  public static final Schema SCHEMA =
      Schema.of(
          Field.of("system", FieldType.STRING),
          Field.of("resource", FieldType.STRING),
          Field.nullable("partition", FieldType.INT32),
          Field.of("position", FieldType.INT64),
          Field.nullable("line", FieldType.INT64),
          Field.nullable("payload", FieldType.BYTES),
          Field.nullable("payload_format", FieldType.STRING));

  /** The kind of place: {@value #FILE}, {@code kafka}, ... */
  public abstract String system();

  /** The place: a file's path, a topic. */
  public abstract String resource();

  /** The partition, where the system has them. */
  public abstract @Nullable Integer partition();

  /** The position: the byte offset in a file (0-based), the offset in a partition. */
  public abstract long position();

  /** The line in a file (1-based), known where the file was read from its start. */
  public abstract @Nullable Long line();

  /** The record as it was read, if the source kept it. Not to be changed. */
  @SuppressWarnings("mutable") // Copied for each record it would cost more than decoding it.
  public abstract byte @Nullable [] payload();

  /** How {@link #payload} is encoded: {@code json}, {@code csv}, ... */
  public abstract @Nullable String payloadFormat();

  /** The key it had in its source, if the source has keys and kept it. Not to be changed. */
  @SuppressWarnings("mutable") // As for the payload.
  public abstract byte @Nullable [] key();

  /** The headers it had in its source, if the source has headers and kept them. */
  public abstract Map<String, String> headers();

  /** Where a record of a file was read. */
  public static Provenance ofFile(String file, long offset, @Nullable Long line) {
    return of(FILE, file, null, offset, line, null, null, null, Map.of());
  }

  /** Where a record of a topic was read. */
  public static Provenance ofKafka(String topic, int partition, long offset) {
    return of(KAFKA, topic, partition, offset, null, null, null, null, Map.of());
  }

  static Provenance of(
      String system,
      String resource,
      @Nullable Integer partition,
      long position,
      @Nullable Long line,
      byte @Nullable [] payload,
      @Nullable String payloadFormat,
      byte @Nullable [] key,
      Map<String, String> headers) {
    return new AutoValue_Provenance(
        system, resource, partition, position, line, payload, payloadFormat, key, headers);
  }

  /** The same place, with the record as it was read there. */
  public Provenance withPayload(byte[] payload, String format) {
    return with(payload, format, key(), headers());
  }

  /** The same place, with the key that the record has there, not to be changed. */
  public Provenance withKey(byte @Nullable [] key) {
    return with(payload(), payloadFormat(), key, headers());
  }

  /** The same place, with the headers that the record has there. */
  public Provenance withHeaders(Map<String, String> headers) {
    return with(payload(), payloadFormat(), key(), Map.copyOf(headers));
  }

  /**
   * The same place, for one of several rows that were made of the record there: what explodes a
   * record gives each row its number. Dead letters of such rows are then told apart, as those of
   * rows without it are not: a store that has one letter for each id would keep one of them. Where
   * the source kept the record, they have one id nonetheless: each holds the whole record, and it
   * is to be replayed once.
   *
   * <pre>{@code
   * Provenance order = Provenance.of(row);
   * for (int i = 0; i < items.size(); i++) {
   *   out.output(item(items.get(i), order.withPart(i).toBytes()));
   * }
   * }</pre>
   *
   * <p>The number must be the same when the record is read again, so that the same failure has the
   * same id. It travels as the header {@value #PART}; of a part of a part it is both numbers.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public Provenance withPart(int number) {
    if (number < 0) {
      throw new IllegalArgumentException(
          "withPart() must be 0 or more, but was: " + number + ". Number the rows of a record.");
    }
    String whole = headers().get(PART);
    Map<String, String> more = new HashMap<>(headers());
    more.put(PART, whole == null ? String.valueOf(number) : whole + "." + number);
    return withHeaders(more);
  }

  /** The same place, without the record: no payload, no key, no headers. */
  public Provenance withoutPayload() {
    return with(null, null, null, Map.of());
  }

  private Provenance with(
      byte @Nullable [] payload,
      @Nullable String format,
      byte @Nullable [] key,
      Map<String, String> headers) {
    return of(system(), resource(), partition(), position(), line(), payload, format, key, headers);
  }

  /** The schema with the reserved field added at its end. */
  public static Schema addTo(Schema schema) {
    if (schema.hasField(FIELD_NAME)) {
      throw new IllegalArgumentException(
          "The field name '"
              + FIELD_NAME
              + "' is reserved for the provenance of a record. Rename the field.");
    }
    return Schema.builder()
        .addFields(schema.getFields())
        .addField(
            Field.nullable(FIELD_NAME, FieldType.BYTES)
                .withOptions(
                    Schema.Options.builder().setOption(OPTION, FieldType.BOOLEAN, true).build()))
        .build();
  }

  /** The index of the reserved field, or -1 where the schema has none. */
  public static int indexIn(Schema schema) {
    // The reserved field is the last one in what our sources make, but any place will do.
    for (int i = schema.getFieldCount() - 1; i >= 0; i--) {
      Field field = schema.getField(i);
      if (field.getName().equals(FIELD_NAME) && field.getOptions().hasOption(OPTION)) {
        return i;
      }
    }
    return -1;
  }

  /** The provenance of a Row; null where it has none. */
  public static @Nullable Provenance of(Row row) {
    int index = indexIn(row.getSchema());
    if (index < 0) {
      return null;
    }
    byte[] value = row.getValue(index);
    return value == null ? null : fromBytes(value);
  }

  /** The value of the reserved field. */
  public byte[] toBytes() {
    return ProvenanceBytes.of(this);
  }

  /**
   * The inverse of {@link #toBytes}.
   *
   * @throws IllegalArgumentException if it was not made by it
   */
  public static Provenance fromBytes(byte[] bytes) {
    return ProvenanceBytes.read(bytes);
  }

  /** All but the key and the headers, as a Row of {@link #SCHEMA}. */
  public Row toRow() {
    return Row.withSchema(SCHEMA)
        .attachValues(
            Arrays.asList(
                system(), resource(), partition(), position(), line(), payload(), payloadFormat()));
  }

  /** The inverse of {@link #toRow}. */
  @SuppressWarnings("NullAway") // Row.getValue says nothing of null; the schema does.
  public static Provenance fromRow(Row row) {
    return of(
        row.getValue(SYSTEM),
        row.getValue(RESOURCE),
        row.getValue(PARTITION),
        row.<Long>getValue(POSITION),
        row.getValue(LINE),
        row.getValue(PAYLOAD),
        row.getValue(PAYLOAD_FORMAT),
        null,
        Map.of());
  }

  /** The place in one line, for messages: {@code flights.jsonl line 12 (byte 930)}. */
  @Override
  public final String toString() {
    StringBuilder text = new StringBuilder(resource());
    if (partition() != null) {
      text.append(" partition ").append(partition());
    }
    if (line() != null) {
      text.append(" line ").append(line());
    }
    return text.append(system().equals(FILE) ? " (byte " : " (offset ")
        .append(position())
        .append(')')
        .toString();
  }
}
