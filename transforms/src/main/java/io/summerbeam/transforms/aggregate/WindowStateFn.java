package io.summerbeam.transforms.aggregate;

import io.summerbeam.sdk.metric.RecordCounters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;

/**
 * Keeps the open windows of a group in one state, with one timer for the first that ends, and gives
 * each one's result when the watermark has passed it. So does Beam's Combine, with a state and
 * timers for each window, whose bookkeeping costs ten times what is in them.
 */
final class WindowStateFn extends DoFn<KV<Row, List<Portion>>, Row> {

  private static final long serialVersionUID = 1;

  /** Counts the records of windows that have passed. */
  private static final String LATE = "records_late";

  private final List<Measure.Bound> measures;
  private final Results results;
  private final RecordCounters counters;

  @StateId("open")
  private final StateSpec<MapState<IntervalWindow, Accumulator>> openSpec;

  @StateId("fireAt")
  private final StateSpec<ValueState<Long>> fireAtSpec = StateSpecs.value(VarLongCoder.of());

  @TimerId("fire")
  private final TimerSpec fireSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  WindowStateFn(String stepName, List<Measure.Bound> measures, Results results) {
    this.measures = measures;
    this.results = results;
    this.counters = RecordCounters.of(stepName);
    this.openSpec = StateSpecs.map(IntervalWindow.getCoder(), new AccumulatorCoder(measures));
  }

  @ProcessElement
  public void process(
      @Element KV<Row, List<Portion>> group,
      @StateId("open") MapState<IntervalWindow, Accumulator> open,
      @StateId("fireAt") ValueState<Long> fireAt,
      @TimerId("fire") Timer fire) {
    Instant watermark = fire.getCurrentRelativeTime();
    long earliest = Long.MAX_VALUE;
    for (Portion portion : group.getValue()) {
      IntervalWindow window = portion.window();
      if (window.maxTimestamp().isBefore(watermark)) {
        counters.add(LATE, portion.records());
        continue;
      }
      // A new one: what was read belongs to the state, and what came to the input.
      Accumulator seen = Accumulator.empty(measures);
      Accumulator before = open.get(window).read();
      if (before != null) {
        seen.merge(before);
      }
      seen.merge(portion.seen());
      open.put(window, seen);
      earliest = Math.min(earliest, window.maxTimestamp().getMillis());
    }
    if (earliest != Long.MAX_VALUE) {
      Long set = fireAt.read();
      if (set == null || earliest < set) {
        fireAt.write(earliest);
        fire.set(Instant.ofEpochMilli(earliest));
      }
    }
  }

  @OnTimer("fire")
  public void fire(
      OnTimerContext context,
      @Key Row key,
      @StateId("open") MapState<IntervalWindow, Accumulator> open,
      @StateId("fireAt") ValueState<Long> fireAt,
      @TimerId("fire") Timer fire,
      OutputReceiver<Row> out) {
    // What is at the watermark itself may still come, but for the window whose timer this is.
    Instant watermark = fire.getCurrentRelativeTime();
    Instant fired = context.fireTimestamp();
    List<Map.Entry<IntervalWindow, Accumulator>> due = new ArrayList<>();
    long earliest = Long.MAX_VALUE;
    for (Map.Entry<IntervalWindow, Accumulator> entry : open.entries().read()) {
      Instant last = entry.getKey().maxTimestamp();
      if (last.isBefore(watermark) || !last.isAfter(fired)) {
        due.add(Map.entry(entry.getKey(), entry.getValue()));
      } else {
        earliest = Math.min(earliest, last.getMillis());
      }
    }
    due.sort(Comparator.comparing(entry -> entry.getKey().maxTimestamp()));
    for (Map.Entry<IntervalWindow, Accumulator> entry : due) {
      IntervalWindow window = entry.getKey();
      open.remove(window);
      counters.out();
      out.outputWindowedValue(
          results.of(key, window, entry.getValue(), PaneInfo.ON_TIME_AND_ONLY_FIRING),
          window.maxTimestamp(),
          List.of(window),
          PaneInfo.ON_TIME_AND_ONLY_FIRING);
    }
    if (earliest == Long.MAX_VALUE) {
      fireAt.clear();
    } else {
      fireAt.write(earliest);
      fire.set(Instant.ofEpochMilli(earliest));
    }
  }

  @FinishBundle
  public void finishBundle() {
    counters.flush();
  }
}
