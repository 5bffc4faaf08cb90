package io.summerbeam.io.kafka;

import java.io.IOException;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.io.BoundedSource.BoundedReader;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Reads topics to their end: one step asks for the parts, the next reads them wherever they are.
 * Not {@code Read.from}, whose source Flink takes for empty in a stream: Beam 2.70 tells its
 * workers that there are no parts while the brokers are still asked for them.
 */
final class ReadBoundedTopics
    extends PTransform<PBegin, PCollection<KafkaRecord<byte[], RecordValue>>> {

  private static final long serialVersionUID = 1;

  /** As large as those of Beam's files: some runners hold what comes of one. */
  private static final long PART_BYTES = 64L << 20;

  private final BoundedTopicSource source;

  ReadBoundedTopics(BoundedTopicSource source) {
    this.source = source;
  }

  @Override
  public PCollection<KafkaRecord<byte[], RecordValue>> expand(PBegin begin) {
    return begin
        .apply("Once", Impulse.create())
        .apply("Parts", ParDo.of(new PartsFn(source)))
        .setCoder(SerializableCoder.of(BoundedTopicSource.class))
        .apply("Spread", Reshuffle.viaRandomKey())
        .apply("Records", ParDo.of(new RecordsFn()))
        .setCoder(source.getOutputCoder());
  }

  private static final class PartsFn extends DoFn<byte[], BoundedTopicSource> {

    private static final long serialVersionUID = 1;

    private final BoundedTopicSource source;

    PartsFn(BoundedTopicSource source) {
      this.source = source;
    }

    @ProcessElement
    public void process(PipelineOptions options, OutputReceiver<BoundedTopicSource> out) {
      source.split(PART_BYTES, options).forEach(out::output);
    }
  }

  private static final class RecordsFn
      extends DoFn<BoundedTopicSource, KafkaRecord<byte[], RecordValue>> {

    private static final long serialVersionUID = 1;

    @ProcessElement
    public void process(
        @Element BoundedTopicSource part,
        PipelineOptions options,
        OutputReceiver<KafkaRecord<byte[], RecordValue>> out)
        throws IOException {
      try (BoundedReader<KafkaRecord<byte[], RecordValue>> reader = part.createReader(options)) {
        for (boolean any = reader.start(); any; any = reader.advance()) {
          out.outputWithTimestamp(reader.getCurrent(), reader.getCurrentTimestamp());
        }
      }
    }
  }
}
