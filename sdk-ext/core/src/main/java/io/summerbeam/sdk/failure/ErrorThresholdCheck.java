package io.summerbeam.sdk.failure;

import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
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
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;

/**
 * Brings the counts of all workers together, window by window or by the clock, and looks at the
 * sums.
 */
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
    if (threshold.isWithin()) {
      counts
          .apply("Windows", Window.into(new GlobalWindows()))
          .apply(
              "Together",
              WithKeys.<Integer, ErrorCount>of(0).withKeyType(TypeDescriptors.integers()))
          .apply("Check", ParDo.of(new CheckRecentErrorsFn(threshold, step, unbounded)));
      return PDone.in(counts.getPipeline());
    }
    WindowFn<Object, ?> given = threshold.windows();
    if (unbounded && given == null) {
      throw new IllegalArgumentException(
          "ErrorThreshold: an unbounded input is counted in windows, but there are none:"
              + " over(Windows.fixed(Duration.ofMinutes(5))), or by the clock:"
              + " within(Duration.ofMinutes(1)).");
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
