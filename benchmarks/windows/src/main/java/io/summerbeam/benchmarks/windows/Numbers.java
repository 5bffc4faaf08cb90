package io.summerbeam.benchmarks.windows;

import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.options.StreamingOptions;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * The numbers of the records, each with its time: a stream with a watermark where the pipeline
 * streams, else a batch.
 */
public final class Numbers extends PTransform<PBegin, PCollection<Long>> {

  private static final long serialVersionUID = 1;

  private final long records;
  private final Pace pace;
  private final boolean standsStill;

  private Numbers(long records, Pace pace, boolean standsStill) {
    this.records = records;
    this.pace = pace;
    this.standsStill = standsStill;
  }

  /** So many of them. */
  public static Numbers of(long records, Pace pace) {
    if (records < 1) {
      throw new IllegalArgumentException("--records must be positive, but was: " + records);
    }
    return new Numbers(records, pace, false);
  }

  /** A stream of them that never ends; {@link AllRead} is told when a checkpoint has all. */
  public Numbers standingStillAtTheEnd() {
    return new Numbers(records, pace, true);
  }

  @Override
  public PCollection<Long> expand(PBegin input) {
    boolean streams = input.getPipeline().getOptions().as(StreamingOptions.class).isStreaming();
    return streams
        ? input.apply("Stream", Read.from(new NumberStream(records, pace, standsStill)))
        : input.apply("Batch", Read.from(new NumberSource(0, records, pace)));
  }
}
