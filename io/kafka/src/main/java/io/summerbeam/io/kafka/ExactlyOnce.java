package io.summerbeam.io.kafka;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterFactory;
import java.io.Serializable;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Writes each record once: the records of a shard are numbered, and a transaction of Kafka holds
 * records and the number of the last one, so that of records that come again it is known which are
 * written.
 */
record ExactlyOnce(String sinkGroupId, int shards) implements Serializable {

  private static final long serialVersionUID = 1;

  /** Writes the rows; gives the dead letters of those that cannot be. */
  PCollection<DeadLetter> write(
      PCollection<Row> rows,
      KafkaConnection connection,
      RecordFields fields,
      String stepName,
      @Nullable DeadLetterFactory factory) {
    PCollectionTuple encoded =
        rows.apply(
            "Encode",
            ParDo.of(
                    new EncodeRecordFn(
                        fields,
                        rows.getSchema(),
                        connection,
                        shards,
                        new Rejections(stepName, factory)))
                .withOutputTags(EncodeRecordFn.OUT, TupleTagList.of(EncodeRecordFn.DEAD)));
    encoded
        .get(EncodeRecordFn.OUT)
        .setCoder(KvCoder.of(VarIntCoder.of(), ToWriteCoder.of()))
        .apply(
            "OneWindow",
            // State is by window, and there is one sequence. Each record goes on at once.
            Window.<KV<Integer, ProducerRecord<byte[], byte[]>>>into(new GlobalWindows())
                .triggering(Repeatedly.forever(AfterPane.elementCountAtLeast(1)))
                .withAllowedLateness(Duration.ZERO)
                .discardingFiredPanes())
        .apply("Number", ParDo.of(new NumberRecordsFn(connection, sinkGroupId)))
        .setCoder(KvCoder.of(VarIntCoder.of(), NumberedRecordCoder.of()))
        // Numbers are only good if they are the same when the writer asks again: Dataflow keeps
        // what has been through a shuffle. On Flink it costs nothing, as the key decides where to.
        .apply("KeepNumbers", Reshuffle.of())
        .apply(
            "WriteOnce",
            ParDo.of(
                new WriteOnceFn(connection, sinkGroupId, stepName, WriteKafkaRows.MAX_IN_FLIGHT)));
    return encoded.get(EncodeRecordFn.DEAD);
  }
}
