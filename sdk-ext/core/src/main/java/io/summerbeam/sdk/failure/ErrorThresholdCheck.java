package io.summerbeam.sdk.failure;

import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.AfterProcessingTime;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Trigger;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.PDone;
import org.joda.time.Duration;

/** Brings the counts of all workers together, window by window, and looks at the sums. */
final class ErrorThresholdCheck extends PTransform<PCollection<ErrorCount>, PDone> {

  private static final long serialVersionUID = 1;

  private final ErrorThreshold threshold;
  private final String step;

  ErrorThresholdCheck(ErrorThreshold threshold, String step) {
    this.threshold = threshold;
    this.step = step;
  }

  @Override
  public PDone expand(PCollection<ErrorCount> counts) {
    boolean unbounded = counts.isBounded() == IsBounded.UNBOUNDED;
    WindowFn<Object, ?> given = threshold.windows();
    if (unbounded && given == null) {
      throw new IllegalArgumentException(
          "ErrorThreshold: an unbounded input is counted in windows, but there are none:"
              + " over(Windows.fixed(Duration.ofMinutes(5))).");
    }
    Window<ErrorCount> windows =
        given == null ? Window.into(new GlobalWindows()) : Window.into(given);
    counts
        .apply(
            "Windows",
            windows
                .triggering(unbounded ? again() : DefaultTrigger.of())
                .withAllowedLateness(counts.getWindowingStrategy().getAllowedLateness())
                .accumulatingFiredPanes())
        .apply("Sum", Combine.globally(new SumErrorCountsFn()).withoutDefaults())
        .apply("Check", ParDo.of(new CheckErrorsFn(threshold, step)));
    return PDone.in(counts.getPipeline());
  }

  private Trigger again() {
    return AfterWatermark.pastEndOfWindow()
        .withEarlyFirings(
            AfterProcessingTime.pastFirstElementInPane()
                .plusDelayOf(Duration.millis(threshold.checkEvery().toMillis())))
        .withLateFirings(AfterPane.elementCountAtLeast(1));
  }
}
