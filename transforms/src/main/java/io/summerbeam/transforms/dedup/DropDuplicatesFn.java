package io.summerbeam.transforms.dedup;

import io.summerbeam.sdk.metric.RecordCounters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.ListCoder;
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
import org.jspecify.annotations.Nullable;

/**
 * Keeps, in each bucket, the event times of the records that were let through, and drops a record
 * that is near one of them.
 *
 * <p>One timer a bucket collects what the watermark has passed; it only frees memory, and what it
 * has not freed yet changes no result.
 */
final class DropDuplicatesFn extends DoFn<KV<Integer, Keyed>, Row> {

  private static final long serialVersionUID = 1;

  private final long withinMillis;
  private final long retainMillis;
  private final RecordCounters counters;

  @StateId("kept")
  private final StateSpec<MapState<Digest, List<Long>>> keptSpec =
      StateSpecs.map(Digest.DigestCoder.of(), ListCoder.of(VarLongCoder.of()));

  @StateId("collectAt")
  private final StateSpec<ValueState<Long>> collectAtSpec = StateSpecs.value(VarLongCoder.of());

  @TimerId("collect")
  private final TimerSpec collectSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  /**
   * @param withinMillis two records at this distance or more are no duplicates
   * @param latenessMillis how far behind the watermark a record may be and still find its duplicate
   */
  DropDuplicatesFn(String stepName, long withinMillis, long latenessMillis) {
    this.withinMillis = withinMillis;
    this.retainMillis = withinMillis + latenessMillis;
    this.counters = RecordCounters.of(stepName);
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, Keyed> element,
      @Timestamp Instant timestamp,
      BoundedWindow window,
      @StateId("kept") MapState<Digest, List<Long>> kept,
      @StateId("collectAt") ValueState<Long> collectAt,
      @TimerId("collect") Timer collect,
      OutputReceiver<Row> out) {
    counters.in();
    Keyed keyed = element.getValue();
    long time = timestamp.getMillis();
    List<Long> times = kept.get(keyed.digest()).read();
    if (times != null && isNear(time, times)) {
      counters.dropped();
      return;
    }
    kept.put(keyed.digest(), with(time, times));
    if (collectAt.read() == null) {
      collectLater(time, window, collectAt, collect);
    }
    counters.out();
    out.output(keyed.row());
  }

  @OnTimer("collect")
  public void collect(
      OnTimerContext context,
      BoundedWindow window,
      @StateId("kept") MapState<Digest, List<Long>> kept,
      @StateId("collectAt") ValueState<Long> collectAt,
      @TimerId("collect") Timer collect) {
    collectAt.clear();
    Instant watermark = collect.getCurrentRelativeTime();
    if (!watermark.isBefore(BoundedWindow.TIMESTAMP_MAX_VALUE)) {
      // The input has ended. Without this, a batch job would go through its whole state once for
      // each stretch of time in it.
      kept.clear();
      return;
    }
    long passed = Math.max(watermark.getMillis(), context.fireTimestamp().getMillis());
    long oldest = Long.MAX_VALUE;
    Map<Digest, List<Long>> shrunk = new HashMap<>();
    for (Map.Entry<Digest, List<Long>> entry : kept.entries().read()) {
      List<Long> left = new ArrayList<>();
      for (long time : entry.getValue()) {
        if (expiry(time) > passed) {
          left.add(time);
          oldest = Math.min(oldest, time);
        }
      }
      if (left.size() < entry.getValue().size()) {
        shrunk.put(entry.getKey(), left);
      }
    }
    // Not within the loop: what is iterated over must not change.
    shrunk.forEach(
        (digest, left) -> {
          if (left.isEmpty()) {
            kept.remove(digest);
          } else {
            kept.put(digest, left);
          }
        });
    if (oldest != Long.MAX_VALUE) {
      collectLater(oldest, window, collectAt, collect);
    }
  }

  @FinishBundle
  public void finishBundle() {
    counters.flush();
  }

  // Half as long again as needed: the state is gone through once for many records, not for each.
  private void collectLater(
      long time, BoundedWindow window, ValueState<Long> collectAt, Timer collect) {
    long at = expiry(time) + withinMillis / 2 + 1;
    if (at < window.maxTimestamp().getMillis()) {
      collectAt.write(at);
      // No hold: collecting puts nothing out.
      collect.withNoOutputTimestamp().set(Instant.ofEpochMilli(at));
    }
    // Else the window ends before, and the runner frees its state.
  }

  private long expiry(long time) {
    return time + retainMillis;
  }

  private boolean isNear(long time, List<Long> times) {
    for (int i = 0; i < times.size(); i++) {
      if (Math.abs(time - times.get(i)) < withinMillis) {
        return true;
      }
    }
    return false;
  }

  private static List<Long> with(long time, @Nullable List<Long> times) {
    if (times == null) {
      return List.of(time);
    }
    List<Long> all = new ArrayList<>(times);
    all.add(time);
    return all;
  }
}
