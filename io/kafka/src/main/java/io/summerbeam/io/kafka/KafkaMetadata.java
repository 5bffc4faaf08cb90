package io.summerbeam.io.kafka;

import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a record has beside its value; {@link ReadKafkaRows#withMetadata} makes columns of it. */
public enum KafkaMetadata {
  /** The topic, a STRING. */
  TOPIC("topic", FieldType.STRING),
  /** The partition, an INT32. */
  PARTITION("partition", FieldType.INT32),
  /** The offset in the partition, an INT64. */
  OFFSET("offset", FieldType.INT64),
  /**
   * The timestamp that the record has in the topic, a DATETIME. Of one that {@link KafkaRetries}
   * has brought back it is the event time, which is another one where a field gives that: a dead
   * letter does not keep the timestamp.
   */
  TIMESTAMP("timestamp", FieldType.DATETIME),
  /**
   * Whose timestamp it is, a STRING: {@code CREATE_TIME} of the producer, {@code LOG_APPEND_TIME}
   * of the broker, {@code NO_TIMESTAMP_TYPE}. Of one that {@link KafkaRetries} has brought back,
   * that of the retry topic.
   */
  TIMESTAMP_TYPE("timestamp_type", FieldType.STRING),
  /** The key, BYTES; null where there is none. */
  KEY("key", FieldType.BYTES.withNullable(true)),
  /**
   * The headers as texts, a MAP of STRING to STRING. Where a name is there again, or a value is
   * null or not UTF-8, the entry {@code summerbeam.headers} has all of them in their order, byte
   * for byte: the base64 (that of URLs, without padding) of the name, and behind a colon that of
   * the value unless it is null, with commas between them.
   */
  HEADERS("headers", FieldType.map(FieldType.STRING, FieldType.STRING));

  private final String defaultName;

  @SuppressWarnings("ImmutableEnumChecker") // A value, though Beam does not say so.
  private final FieldType type;

  KafkaMetadata(String defaultName, FieldType type) {
    this.defaultName = defaultName;
    this.type = type;
  }

  /** How its column is called unless something else is asked for. */
  public String defaultName() {
    return defaultName;
  }

  /** The type of its column. */
  public FieldType type() {
    return type;
  }

  @Nullable Object of(KafkaRecord<byte[], RecordValue> record) {
    return switch (this) {
      case TOPIC -> record.getTopic();
      case PARTITION -> record.getPartition();
      case OFFSET -> record.getOffset();
      case TIMESTAMP -> Instant.ofEpochMilli(record.getTimestamp());
      case TIMESTAMP_TYPE -> record.getTimestampType().name();
      case KEY -> record.getKV().getKey();
      case HEADERS -> KafkaHeaders.toMap(record.getHeaders());
    };
  }
}
