package io.summerbeam.io.kafka;

import io.summerbeam.sdk.source.SourceOptions;
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
 * Reads topics to their end: one step asks for the parts and the next reads them, or a source does
 * both ({@link SourceOptions#getSplitBySource} says where that is better, and where it fails).
 *
 * <p>No key by which the parts are spread makes the steps as safe on Spark as the source: where it
 * works the first one out again, the topics have other ends, and so there are other parts.
 */
final class ReadBoundedTopics
    extends PTransform<PBegin, PCollection<KafkaRecord<byte[], RecordValue>>> {

  private static final long serialVersionUID = 1;

  private final BoundedTopicSource source;

  ReadBoundedTopics(BoundedTopicSource source) {
    this.source = source;
  }

  @Override
  public PCollection<KafkaRecord<byte[], RecordValue>> expand(PBegin begin) {
    if (begin.getPipeline().getOptions().as(SourceOptions.class).getSplitBySource()) {
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
