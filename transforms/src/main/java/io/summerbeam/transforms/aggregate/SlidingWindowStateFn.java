package io.summerbeam.transforms.aggregate;

import io.summerbeam.sdk.metric.RecordCounters;
import io.summerbeam.sdk.state.Wake;
import io.summerbeam.sdk.window.SlidingWindowFn;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.schemas.Schema;
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
import org.jspecify.annotations.Nullable;

/**
 * As {@link WindowStateFn}, of sliding windows: keeps the parts that they share, each once, and
 * merges a window of them when the watermark has passed it. So a record costs the state the same in
 * however many windows it is; by hand, and by Beam, it is merged into each of them.
 *
 * <p>A part is kept under the first window that has it: all of a part that comes late for a window
 * is kept apart, under the first that it is not late for.
 *
 * <p>Where many windows are due at once, as all are in batch, their results leave in portions, with
 * the timer set again: a runner may hold all that leaves at once in memory, many times the parts.
 */
final class SlidingWindowStateFn extends DoFn<KV<Integer, List<Gathered>>, Row> {

  private static final long serialVersionUID = 1;

  /** Counts the records of windows that have passed, for each of them. */
  private static final String LATE = "records_late";

  private final SlidingWindowFn windows;
  private final RowCoder keyCoder;
  private final List<Measure.Bound> measures;
  private final Results results;
  private final int buckets;
  private final RecordCounters counters;

  @StateId("parts")
  private final StateSpec<MapState<Slot, Accumulator>> partsSpec;

  // The last timestamp of the last window that has fired: none fires twice.
  @StateId("fired")
  private final StateSpec<ValueState<Long>> firedSpec = StateSpecs.value(VarLongCoder.of());

  // The windows that the parts are of: other windows have other parts.
  @StateId("windows")
  private final StateSpec<ValueState<String>> windowsSpec = StateSpecs.value(StringUtf8Coder.of());

  @StateId("buckets")
  private final StateSpec<ValueState<Integer>> bucketsSpec = StateSpecs.value(VarIntCoder.of());

  @StateId("wake")
  private final StateSpec<ValueState<Wake>> wakeSpec = StateSpecs.value(Wake.coder());

  @TimerId("fire")
  private final TimerSpec fireSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  /**
   * @param windows of which the input has the {@linkplain SlidingWindowFn#parts parts}
   * @param buckets how many there are
   */
  SlidingWindowStateFn(
      String stepName,
      Schema keySchema,
      List<Measure.Bound> measures,
      Results results,
      SlidingWindowFn windows,
      int buckets) {
    this.windows = windows;
    this.keyCoder = RowCoder.of(keySchema);
    this.measures = measures;
    this.results = results;
    this.buckets = buckets;
    this.counters = RecordCounters.of(stepName);
    this.partsSpec = StateSpecs.map(Slot.SlotCoder.of(), new AccumulatorCoder(measures));
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, List<Gathered>> bucket,
      @StateId("parts") MapState<Slot, Accumulator> parts,
      @StateId("fired") ValueState<Long> fired,
      @StateId("windows") ValueState<String> known,
      @StateId("buckets") ValueState<Integer> counted,
      @StateId("wake") ValueState<Wake> wake,
      @TimerId("fire") Timer fire) {
    GroupBucket.requireCount(counted, buckets);
    requireWindows(known);
    long passed = Math.max(lastFired(fired), fire.getCurrentRelativeTime().getMillis() - 1);
    Map<Slot, Accumulator> bySlot = new LinkedHashMap<>();
    for (Gathered gathered : bucket.getValue()) {
      Slot slot = keptAs(gathered, passed);
      if (slot != null) {
        bySlot.merge(slot, gathered.seen(), this::merged);
      }
    }
    long earliest = Wake.NEVER;
    for (Map.Entry<Slot, Accumulator> entry : bySlot.entrySet()) {
      Slot slot = entry.getKey();
      Accumulator before = parts.get(slot).read();
      parts.put(slot, before == null ? entry.getValue() : merged(before, entry.getValue()));
      earliest = Math.min(earliest, slot.last());
    }
    if (earliest != Wake.NEVER) {
      Wake.earlier(wake, fire, earliest, earliest);
    }
  }

  /**
   * A part from where it begins to the end of the first window that it is not late for; null where
   * it is late for all.
   */
  private @Nullable Slot keptAs(Gathered gathered, long passed) {
    Slot part = gathered.slot();
    Iterator<IntervalWindow> all =
        windows.windowsAt(Instant.ofEpochMilli(part.start()), Long.MIN_VALUE);
    while (all.hasNext()) {
      IntervalWindow window = all.next();
      if (window.maxTimestamp().getMillis() > passed) {
        return new Slot(part.key(), part.start(), window.end().getMillis() - part.start());
      }
      counters.add(LATE, gathered.records());
    }
    return null;
  }

  @OnTimer("fire")
  public void fire(
      OnTimerContext context,
      @Key Integer bucket,
      @StateId("parts") MapState<Slot, Accumulator> parts,
      @StateId("fired") ValueState<Long> fired,
      @StateId("windows") ValueState<String> known,
      @StateId("wake") ValueState<Wake> wake,
      @TimerId("fire") Timer fire,
      OutputReceiver<Row> out) {
    fire(
        new GroupBucket(bucket, buckets),
        context.fireTimestamp(),
        parts,
        fired,
        known,
        wake,
        fire,
        out);
  }

  /**
   * Gives the results that are due, or the first of them.
   *
   * @param at the time that the timer was set to
   */
  void fire(
      GroupBucket bucket,
      Instant at,
      MapState<Slot, Accumulator> parts,
      ValueState<Long> fired,
      ValueState<String> known,
      ValueState<Wake> wake,
      Timer fire,
      OutputReceiver<Row> out) {
    requireWindows(known);
    Instant watermark = fire.getCurrentRelativeTime();
    // What is at the watermark itself may still come, but for the windows whose timer this is.
    long passed =
        Wake.now(at, watermark) == Wake.NEVER
            ? Wake.NEVER
            : Math.max(at.getMillis(), watermark.getMillis() - 1);
    OpenParts open =
        new OpenParts(bucket, parts.entries().read(), windows, lastFired(fired), passed);
    open.forEachResult(
        measures,
        (window, key, seen) -> {
          counters.out();
          out.outputWindowedValue(
              results.of(key.row(keyCoder), window, seen, PaneInfo.ON_TIME_AND_ONLY_FIRING),
              window.maxTimestamp(),
              List.of(window),
              PaneInfo.ON_TIME_AND_ONLY_FIRING);
        });
    open.over().forEach(parts::remove);
    fired.write(open.fired());
    Wake.next(wake, fire, open.next(), open.next());
  }

  @FinishBundle
  public void finishBundle() {
    counters.flush();
  }

  /** Refuses the state of other windows, which a savepoint may bring back. */
  private void requireWindows(ValueState<String> known) {
    String before = known.read();
    String now = windows.toString();
    if (before == null) {
      known.write(now);
    } else if (!before.equals(now)) {
      throw new IllegalStateException(
          "Aggregate: its state is of other windows ("
              + before
              + ") than it has now ("
              + now
              + "). Leave them as they were, or apply it under another name and start without its"
              + " state (on Flink: --allowNonRestoredState).");
    }
  }

  private static long lastFired(ValueState<Long> fired) {
    Long last = fired.read();
    return last == null ? Long.MIN_VALUE : last;
  }

  // A new one: what was read belongs to the state, and what came to the input.
  private Accumulator merged(Accumulator before, Accumulator more) {
    Accumulator seen = Accumulator.empty(measures);
    seen.merge(before);
    seen.merge(more);
    seen.compact();
    return seen;
  }
}
