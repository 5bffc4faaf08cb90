package io.summerbeam.transforms.aggregate;

import io.summerbeam.sdk.metric.RecordCounters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.transforms.windowing.PartitioningWindowFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Turns the records of a bundle into one element for each bucket of groups, with what was seen of
 * all windows of these: what a runner does for an element of keyed state costs more than what
 * {@link WindowStateFn} does for a group.
 *
 * <p>An element has the last timestamp of the first of its windows, so that the watermark passes
 * none of them before it has arrived. That the timestamp may be before the record at hand makes
 * nothing late, see {@link MeasureFn}.
 */
final class GatherFn extends DoFn<Row, KV<Integer, List<Gathered>>> {

  private static final long serialVersionUID = 1;

  private final Schema keySchema;
  private final int[] keyIndexes;
  private final RowCoder keyCoder;
  private final List<Measure.Bound> measures;
  private final @Nullable PartitioningWindowFn<?, ? extends BoundedWindow> windows;
  private final int buckets;
  private final RecordCounters counters;
  private transient @Nullable BundleGroups groups;

  /**
   * @param windows of the records; null where they are in them
   */
  GatherFn(
      String stepName,
      Schema keySchema,
      int[] keyIndexes,
      List<Measure.Bound> measures,
      @Nullable PartitioningWindowFn<?, ? extends BoundedWindow> windows,
      int buckets) {
    this.keySchema = keySchema;
    this.keyIndexes = keyIndexes.clone();
    this.keyCoder = RowCoder.of(keySchema);
    this.measures = measures;
    this.windows = windows;
    this.buckets = buckets;
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
      OutputReceiver<KV<Integer, List<Gathered>>> out) {
    counters.in();
    BundleGroups all = groups;
    if (all == null) {
      all = new BundleGroups(keySchema, keyIndexes, measures);
      groups = all;
    }
    all.add(row, timestamp.getMillis(), windows == null ? window : windows.assignWindow(timestamp));
    if (all.isFull()) {
      // It goes into the global window next.
      byBucket(all)
          .forEach(
              (bucket, gathered) ->
                  out.outputWindowedValue(
                      KV.of(bucket, gathered),
                      timestamp(gathered),
                      List.of(gathered.get(0).slot().window()),
                      PaneInfo.NO_FIRING));
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    BundleGroups all = groups;
    if (all != null) {
      groups = null;
      byBucket(all)
          .forEach(
              (bucket, gathered) ->
                  context.output(
                      KV.of(bucket, gathered),
                      timestamp(gathered),
                      gathered.get(0).slot().window()));
    }
    counters.flush();
  }

  /** Any: see the class comment. */
  @SuppressWarnings("deprecation") // Nothing else lets a full bundle send on what came before.
  @Override
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }

  private Map<Integer, List<Gathered>> byBucket(BundleGroups groups) {
    Map<Integer, List<Gathered>> byBucket = new HashMap<>();
    groups.drain(
        (row, portion) -> {
          GroupKey key = GroupKey.of(row, keyCoder);
          byBucket
              .computeIfAbsent(key.bucket(buckets), bucket -> new ArrayList<>())
              .add(
                  new Gathered(
                      Slot.of(key, (IntervalWindow) portion.window()),
                      portion.records(),
                      portion.seen()));
        });
    return byBucket;
  }

  private static Instant timestamp(List<Gathered> all) {
    long first = Long.MAX_VALUE;
    for (Gathered gathered : all) {
      first = Math.min(first, gathered.slot().last());
    }
    return Instant.ofEpochMilli(first);
  }
}
