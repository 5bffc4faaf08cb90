package io.summerbeam.io.kafka;

import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Reads topics to their end. On Flink one step asks for the parts and the next reads them: in a
 * stream Beam 2.70 tells its workers that a source has no parts while the brokers are still asked
 * for them, and the source is read as if it were empty. All other runners keep the parts that a
 * source has given once, also where they work something out again, as Spark does.
 */
final class ReadBoundedTopics
    extends PTransform<PBegin, PCollection<KafkaRecord<byte[], RecordValue>>> {

  private static final long serialVersionUID = 1;

  /** And that of tests, whose name ends so. */
  private static final String FLINK = "FlinkRunner";

  private final BoundedTopicSource source;

  ReadBoundedTopics(BoundedTopicSource source) {
    this.source = source;
  }

  @Override
  public PCollection<KafkaRecord<byte[], RecordValue>> expand(PBegin begin) {
    // Not by whether the pipeline is a stream: that, the runner may find out later.
    if (!begin.getPipeline().getOptions().getRunner().getSimpleName().endsWith(FLINK)) {
      return begin.apply("Source", Read.from(source));
    }
    return begin
        .apply("Once", Impulse.create())
        .apply("Parts", ParDo.of(new TopicPartsFn(source)))
        .setCoder(SerializableCoder.of(OffsetRange.class))
        .apply("Spread", Reshuffle.viaRandomKey())
        .apply("Records", ParDo.of(new ReadTopicPartFn(source)))
        .setCoder(source.getOutputCoder());
  }
}
