package io.summerbeam.sdk.failure;

import io.summerbeam.sdk.failure.RecentErrors.RecentErrorsCoder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/**
 * Throws where too many records failed within a time of the clock. Its key is one for all workers.
 */
final class CheckRecentErrorsFn extends DoFn<KV<Integer, ErrorCount>, Void> {

  private static final long serialVersionUID = 1;

  // The counts of workers come in nearly in order; those of a bundle of a batch as it ends.
  private static final long KEPT_OF_STREAM = 10L * ErrorThreshold.SLICES;
  private static final long KEPT_OF_BATCH = 1_000L * ErrorThreshold.SLICES;

  @StateId("recent")
  @SuppressWarnings("UnusedVariable") // Beam finds it by its annotation.
  private final StateSpec<ValueState<RecentErrors>> recentSpec =
      StateSpecs.value(RecentErrorsCoder.INSTANCE);

  private final ErrorThreshold threshold;
  private final String step;
  private final long kept;

  CheckRecentErrorsFn(ErrorThreshold threshold, String step, boolean unbounded) {
    this.threshold = threshold;
    this.step = step;
    this.kept = unbounded ? KEPT_OF_STREAM : KEPT_OF_BATCH;
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, ErrorCount> element, @StateId("recent") ValueState<RecentErrors> state) {
    ErrorCount count = element.getValue();
    RecentErrors before = state.read();
    RecentErrors recent = (before == null ? RecentErrors.NONE : before).plus(count, kept);
    ErrorCount broken = recent.broken(threshold, count.slice(), ErrorThreshold.SLICES);
    if (broken != null) {
      throw FinalFailure.toThrow(threshold.exceptionWithin(step, broken));
    }
    state.write(recent);
  }
}
