package io.summerbeam.sdk.failure;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;

/** Throws where a window has too many errors. */
final class CheckErrorsFn extends DoFn<ErrorCount, Void> {

  private static final long serialVersionUID = 1;

  private final ErrorThreshold threshold;
  private final String step;

  CheckErrorsFn(ErrorThreshold threshold, String step) {
    this.threshold = threshold;
    this.step = step;
  }

  @ProcessElement
  public void process(@Element ErrorCount count, BoundedWindow window) {
    if (threshold.isExceededBy(count)) {
      throw FinalFailure.toThrow(threshold.exception(step, count, window));
    }
  }
}
