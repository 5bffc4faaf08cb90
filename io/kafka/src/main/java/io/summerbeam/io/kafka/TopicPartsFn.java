package io.summerbeam.io.kafka;

import org.apache.beam.sdk.transforms.DoFn;

/** Asks which parts there are to be read. */
final class TopicPartsFn extends DoFn<byte[], OffsetRange> {

  private static final long serialVersionUID = 1;

  /** As large as those of Beam's files. */
  private static final long PART_BYTES = 64L << 20;

  private final BoundedTopicSource source;

  TopicPartsFn(BoundedTopicSource source) {
    this.source = source;
  }

  @ProcessElement
  public void process(OutputReceiver<OffsetRange> out) {
    source.parts(PART_BYTES).forEach(out::output);
  }
}
