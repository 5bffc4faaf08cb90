package io.summerbeam.transforms.aggregate;

import io.summerbeam.sdk.metric.RecordCounters;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.transforms.windowing.PartitioningWindowFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Turns the records of a bundle into accumulators by group and window, for Beam to merge.
 *
 * <p>They have the last timestamp of their window, as the result will have. That may be before the
 * record at hand, but makes nothing late: late is what is in a window that has passed, and until a
 * bundle has ended, the watermark does not pass what came in with it. (On Flink with checkpoints
 * that takes {@code --finishBundleBeforeCheckpointing}, which the Flink profile sets.)
 */
final class MeasureFn extends DoFn<Row, KV<Row, Accumulator>> {

  private static final long serialVersionUID = 1;

  private final Schema keySchema;
  private final int[] keyIndexes;
  private final List<Measure.Bound> measures;
  private final @Nullable PartitioningWindowFn<?, ? extends BoundedWindow> windows;
  private final RecordCounters counters;
  private transient @Nullable BundleGroups groups;

  /**
   * @param windows of the records; null where they are in them
   */
  MeasureFn(
      String stepName,
      Schema keySchema,
      int[] keyIndexes,
      List<Measure.Bound> measures,
      @Nullable PartitioningWindowFn<?, ? extends BoundedWindow> windows) {
    this.keySchema = keySchema;
    this.keyIndexes = keyIndexes.clone();
    this.measures = measures;
    this.windows = windows;
    this.counters = RecordCounters.of(stepName);
  }

  @StartBundle
  public void startBundle() {
    // What a bundle that failed has left.
    groups = null;
  }

  @ProcessElement
  public void process(
      @Element Row row,
      @Timestamp Instant timestamp,
      BoundedWindow window,
      OutputReceiver<KV<Row, Accumulator>> out) {
    counters.in();
    BundleGroups all = groups;
    if (all == null) {
      all = new BundleGroups(keySchema, keyIndexes, measures);
      groups = all;
    }
    all.add(row, timestamp.getMillis(), windows == null ? window : windows.assignWindow(timestamp));
    if (all.isFull()) {
      all.drain(
          (key, portion) ->
              out.outputWindowedValue(
                  KV.of(key, portion.seen()),
                  portion.window().maxTimestamp(),
                  List.of(portion.window()),
                  PaneInfo.NO_FIRING));
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    BundleGroups all = groups;
    if (all != null) {
      groups = null;
      all.drain(
          (key, portion) ->
              context.output(
                  KV.of(key, portion.seen()), portion.window().maxTimestamp(), portion.window()));
    }
    counters.flush();
  }

  /** Any: see the class comment. */
  @SuppressWarnings("deprecation") // Nothing else lets a full bundle send on what came before.
  @Override
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }
}
