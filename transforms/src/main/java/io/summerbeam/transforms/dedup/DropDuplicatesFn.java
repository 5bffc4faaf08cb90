package io.summerbeam.transforms.dedup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;

/**
 * Keeps, in each bucket, the event times of the records that were let through, and drops what its
 * {@link Judge} does not let through because of them.
 *
 * <p>One timer a bucket collects what the watermark has passed; it only frees memory, and what it
 * has not freed yet changes no result.
 */
final class DropDuplicatesFn extends DoFn<KV<Integer, List<Keyed>>, Row> {

  private static final long serialVersionUID = 1;

  private final Judge judge;
  private final long withinMillis;
  private final long latenessMillis;
  private final Settings settings;
  private final Verdicts verdicts;

  @StateId("kept")
  private final StateSpec<MapState<Stretch, List<Long>>> keptSpec =
      StateSpecs.map(Stretch.StretchCoder.of(), ListCoder.of(VarLongCoder.of()));

  @StateId("collectAt")
  private final StateSpec<ValueState<Long>> collectAtSpec = StateSpecs.value(VarLongCoder.of());

  // The settings that the state is of.
  @StateId("settings")
  private final StateSpec<ValueState<String>> settingsSpec = StateSpecs.value(StringUtf8Coder.of());

  @TimerId("collect")
  private final TimerSpec collectSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  /**
   * @param withinMillis two records at this distance or more are no duplicates
   * @param latenessMillis how far behind the watermark a record may be and still find its duplicate
   * @param settings that the judge goes by
   */
  DropDuplicatesFn(
      Judge judge, long withinMillis, long latenessMillis, Settings settings, Verdicts verdicts) {
    this.judge = judge;
    this.withinMillis = withinMillis;
    this.latenessMillis = latenessMillis;
    this.settings = settings;
    this.verdicts = verdicts;
  }

  @ProcessElement
  public void process(
      ProcessContext context,
      BoundedWindow window,
      @StateId("kept") MapState<Stretch, List<Long>> kept,
      @StateId("collectAt") ValueState<Long> collectAt,
      @StateId("settings") ValueState<String> known,
      @TimerId("collect") Timer collect) {
    settings.require(known);
    List<Keyed> batch = context.element().getValue();
    verdicts.in(batch.size());
    long earliest = Long.MAX_VALUE;
    for (Keyed keyed : batch) {
      if (judge.letsThrough(keyed.digest(), keyed.time(), kept)) {
        earliest = Math.min(earliest, keyed.time());
        verdicts.pass(keyed.row(), keyed.time(), context);
      } else {
        verdicts.duplicate(keyed.row(), keyed.time(), context);
      }
    }
    if (earliest != Long.MAX_VALUE) {
      collectLater(earliest, window, collectAt, collect);
    }
  }

  @OnTimer("collect")
  public void collect(
      OnTimerContext context,
      BoundedWindow window,
      @StateId("kept") MapState<Stretch, List<Long>> kept,
      @StateId("collectAt") ValueState<Long> collectAt,
      @StateId("settings") ValueState<String> known,
      @TimerId("collect") Timer collect) {
    settings.require(known);
    collectAt.clear();
    Instant watermark = collect.getCurrentRelativeTime();
    if (!watermark.isBefore(BoundedWindow.TIMESTAMP_MAX_VALUE)) {
      // The input has ended. Without this, a batch job would go through its whole state once for
      // each stretch of time in it; as it does on portable runners, where the time of a timer is
      // all that is told.
      kept.clear();
      return;
    }
    long passed = Math.max(watermark.getMillis(), context.fireTimestamp().getMillis());
    long oldest = Long.MAX_VALUE;
    List<Stretch> expired = new ArrayList<>();
    for (Map.Entry<Stretch, List<Long>> entry : kept.entries().read()) {
      long latest = Long.MIN_VALUE;
      for (long time : entry.getValue()) {
        latest = Math.max(latest, time);
      }
      if (expiry(latest) <= passed) {
        expired.add(entry.getKey());
      } else {
        oldest = Math.min(oldest, latest);
      }
    }
    // Not within the loop: what is iterated over must not change.
    expired.forEach(kept::remove);
    if (oldest != Long.MAX_VALUE) {
      collectLater(oldest, window, collectAt, collect);
    }
  }

  @FinishBundle
  public void finishBundle() {
    verdicts.flush();
  }

  // Half as long again as needed: the state is gone through once for many records, not for each.
  private void collectLater(
      long time, BoundedWindow window, ValueState<Long> collectAt, Timer collect) {
    long at = expiry(time) + withinMillis / 2 + 1;
    if (at >= window.maxTimestamp().getMillis()) {
      // The window ends before, and the runner frees its state.
      return;
    }
    Long set = collectAt.read();
    if (set == null || at < set) {
      collectAt.write(at);
      // No hold: collecting puts nothing out.
      collect.withNoOutputTimestamp().set(Instant.ofEpochMilli(at));
    }
  }

  private long expiry(long time) {
    return time + withinMillis + latenessMillis;
  }
}
