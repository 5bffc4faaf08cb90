package io.summerbeam.io.kafka;

import io.summerbeam.sdk.format.EventTime;
import io.summerbeam.sdk.format.RowFormat;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.util.SerializableUtils;
import org.jspecify.annotations.Nullable;

/** What records are, as the source and the step behind it must know it alike. */
record RecordShape(
    RowFormat format, Schema schema, @Nullable EventTime eventTime, Tombstones tombstones)
    implements Serializable {

  private static final long serialVersionUID = 1;

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
