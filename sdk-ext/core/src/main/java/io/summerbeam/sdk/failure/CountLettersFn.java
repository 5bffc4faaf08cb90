package io.summerbeam.sdk.failure;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Counts dead letters for a threshold: each is an error. */
final class CountLettersFn extends DoFn<DeadLetter, Void> {

  private static final long serialVersionUID = 1;

  static final TupleTag<Void> NONE = new TupleTag<>("none") {};
  static final TupleTag<ErrorCount> COUNTS = new TupleTag<>("counts") {};

  private final ErrorThreshold threshold;
  private final String name;
  private transient @Nullable ErrorTally tally;

  CountLettersFn(ErrorThreshold threshold, String name) {
    this.threshold = threshold;
    this.name = name;
  }

  @StartBundle
  public void startBundle() {
    tally = threshold.tally(name);
  }

  @ProcessElement
  public void process(@Timestamp Instant time, BoundedWindow window) {
    opened().record(window, time, true);
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    opened().flush(context, COUNTS);
  }

  private ErrorTally opened() {
    ErrorTally current = tally;
    if (current == null) {
      throw new IllegalStateException(name + ": there is no bundle.");
    }
    return current;
  }
}
