package io.summerbeam.io.kafka;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterFactory;
import java.io.Serializable;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes through Beam's own exactly-once sink, which takes key, value and time of a record. */
record ExactlyOnce(String sinkGroupId, int shards) implements Serializable {

  private static final long serialVersionUID = 1;

  /** Writes the rows; gives the dead letters of those that cannot be. */
  @SuppressWarnings("deprecation") // There is no other way to give this sink a time.
  PCollection<DeadLetter> write(
      PCollection<Row> rows,
      KafkaConnection connection,
      RecordFields fields,
      String stepName,
      @Nullable DeadLetterFactory factory) {
    String topic = requirePlain(fields, stepName);
    PCollectionTuple encoded =
        rows.apply(
            "Encode",
            ParDo.of(
                    new EncodeRecordFn(
                        fields, rows.getSchema(), connection, new Rejections(stepName, factory)))
                .withOutputTags(EncodeRecordFn.OUT, TupleTagList.of(EncodeRecordFn.DEAD)));
    encoded
        .get(EncodeRecordFn.OUT)
        .setCoder(KvCoder.of(NullableCoder.of(ByteArrayCoder.of()), ByteArrayCoder.of()))
        .apply(
            "WriteOnce",
            KafkaIO.<byte[], byte[]>write()
                // What else the connection has, the factories read on the worker: this is shown.
                .withBootstrapServers(connection.servers())
                .withTopic(topic)
                .withKeySerializer(ByteArraySerializer.class)
                .withValueSerializer(ByteArraySerializer.class)
                .withProducerFactoryFn(new OnceProducers(connection, sinkGroupId))
                .withConsumerFactoryFn(new OnceConsumers(connection))
                .withPublishTimestampFunction(new PublishTime(fields.eventTime()))
                .withEOS(shards, sinkGroupId));
    return encoded.get(EncodeRecordFn.DEAD);
  }

  private static String requirePlain(RecordFields fields, String stepName) {
    String topic = fields.topic();
    String what =
        topic == null
            ? "the topic from a field (writeTo)"
            : fields.partitionField() != null
                ? "the partition from a field (withPartitionField)"
                : fields.headers().isEmpty() && fields.headersField() == null
                    ? null
                    : "headers (withHeader, withHeadersFrom)";
    if (topic == null || what != null) {
      throw new IllegalArgumentException(
          stepName
              + ": Beam's exactly-once sink cannot write "
              + what
              + ". Leave that or exactlyOnce() away.");
    }
    return topic;
  }
}
