package io.summerbeam.io.kafka;

import java.io.IOException;
import org.apache.beam.sdk.io.BoundedSource.BoundedReader;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;

/** Reads the parts that {@link TopicPartsFn} has found. */
final class ReadTopicPartFn extends DoFn<OffsetRange, KafkaRecord<byte[], RecordValue>> {

  private static final long serialVersionUID = 1;

  private final BoundedTopicSource source;

  ReadTopicPartFn(BoundedTopicSource source) {
    this.source = source;
  }

  @ProcessElement
  public void process(
      @Element OffsetRange part,
      PipelineOptions options,
      OutputReceiver<KafkaRecord<byte[], RecordValue>> out)
      throws IOException {
    try (BoundedReader<KafkaRecord<byte[], RecordValue>> reader =
        source.of(part).createReader(options)) {
      for (boolean any = reader.start(); any; any = reader.advance()) {
        out.outputWithTimestamp(reader.getCurrent(), reader.getCurrentTimestamp());
      }
    }
  }
}
