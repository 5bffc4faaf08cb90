package io.summerbeam.io.kafka;

import io.summerbeam.sdk.format.EventTime;
import io.summerbeam.sdk.format.RowFormat;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.util.SerializableUtils;
import org.jspecify.annotations.Nullable;

/**
 * What records are, as the source and the step behind it must know it alike.
 *
 * @param retried whether they are of retry topics
 */
record RecordShape(
    RowFormat format,
    Schema schema,
    @Nullable EventTime eventTime,
    Tombstones tombstones,
    boolean retried)
    implements Serializable {

  private static final long serialVersionUID = 1;

  /** Of topics that are no retry topics. */
  RecordShape(
      RowFormat format, Schema schema, @Nullable EventTime eventTime, Tombstones tombstones) {
    this(format, schema, eventTime, tombstones, false);
  }

  /**
   * Checks that all of it fits together.
   *
   * @throws IllegalArgumentException if not
   */
  void check(TopicSelection topics) {
    if (topics.topics().isEmpty()) {
      format.decoder(schema);
    } else {
      topics.topics().forEach(topic -> format.forTopic(topic).decoder(schema));
    }
    if (eventTime != null) {
      eventTime.reader(schema);
    }
    tombstones.check(schema);
  }

  /** A record as it was in its own topic. */
  KafkaRecord<byte[], RecordValue> original(KafkaRecord<byte[], RecordValue> record) {
    return retried ? RetriedRecord.restore(record) : record;
  }

  /** Whether it is the same, also where a format of somebody's own does not know what equals it. */
  boolean isSameAs(RecordShape other) {
    return equals(other)
        || Arrays.equals(
            SerializableUtils.serializeToByteArray(this),
            SerializableUtils.serializeToByteArray(other));
  }

  /** What reads them; not thread-safe. */
  RecordReader reader() {
    return new RecordReader(this);
  }
}
