package io.summerbeam.transforms.aggregate;

import io.summerbeam.sdk.metric.RecordCounters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Turns the records of a bundle into one element for each group, with what was seen of all its
 * windows: {@link WindowStateFn} goes to the state of a group once a bundle.
 *
 * <p>An element has the last timestamp of the first of its windows, so that the watermark passes
 * none of them before it has arrived. That the timestamp may be before the record at hand makes
 * nothing late, see {@link MeasureFn}. The window it is in does not matter: it goes into the global
 * one next.
 */
final class GatherFn extends DoFn<Row, KV<Row, List<Portion>>> {

  private static final long serialVersionUID = 1;

  private final Schema keySchema;
  private final int[] keyIndexes;
  private final List<Measure.Bound> measures;
  private final RecordCounters counters;
  private transient @Nullable BundleGroups groups;

  GatherFn(String stepName, Schema keySchema, int[] keyIndexes, List<Measure.Bound> measures) {
    this.keySchema = keySchema;
    this.keyIndexes = keyIndexes.clone();
    this.measures = measures;
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
      OutputReceiver<KV<Row, List<Portion>>> out) {
    counters.in();
    BundleGroups all = groups;
    if (all == null) {
      all = new BundleGroups(keySchema, keyIndexes, measures);
      groups = all;
    }
    all.add(row, timestamp.getMillis(), (IntervalWindow) window);
    if (all.isFull()) {
      byKey(all)
          .forEach(
              (key, portions) ->
                  out.outputWindowedValue(
                      KV.of(key, portions),
                      timestamp(portions),
                      List.of(portions.get(0).window()),
                      PaneInfo.NO_FIRING));
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    BundleGroups all = groups;
    if (all != null) {
      groups = null;
      byKey(all)
          .forEach(
              (key, portions) ->
                  context.output(
                      KV.of(key, portions), timestamp(portions), portions.get(0).window()));
    }
    counters.flush();
  }

  /** Any: see the class comment. */
  @SuppressWarnings("deprecation") // Nothing else lets a full bundle send on what came before.
  @Override
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }

  private static Map<Row, List<Portion>> byKey(BundleGroups groups) {
    Map<Row, List<Portion>> byKey = new HashMap<>();
    groups.drain((key, portion) -> byKey.computeIfAbsent(key, k -> new ArrayList<>()).add(portion));
    return byKey;
  }

  private static Instant timestamp(List<Portion> portions) {
    Instant first = portions.get(0).window().maxTimestamp();
    for (Portion portion : portions) {
      Instant last = portion.window().maxTimestamp();
      if (last.isBefore(first)) {
        first = last;
      }
    }
    return first;
  }
}
