package io.summerbeam.transforms.aggregate;

import io.summerbeam.sdk.metric.RecordCounters;
import io.summerbeam.sdk.state.Wake;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.RowCoder;
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

/**
 * Keeps the open windows of a bucket of groups in one state, with one timer for the first that
 * ends, and gives each one's result when the watermark has passed it. So does Beam's Combine, with
 * a state and timers for each window of each group, whose bookkeeping costs ten times what is in
 * them.
 *
 * <p>When windows end, all that is open in the bucket is looked through once, however many end. Of
 * a state on disk that reads no accumulators but of those that end.
 */
final class WindowStateFn extends DoFn<KV<Integer, List<Gathered>>, Row> {

  private static final long serialVersionUID = 1;

  /** Counts the records of windows that have passed. */
  private static final String LATE = "records_late";

  private final RowCoder keyCoder;
  private final List<Measure.Bound> measures;
  private final Results results;
  private final int buckets;
  private final RecordCounters counters;

  @StateId("open")
  private final StateSpec<MapState<Slot, Accumulator>> openSpec;

  // The last timestamp of the last window that has fired: none fires twice, also where timers do
  // not tell the watermark. On portable runners they tell the time of the element, and on Flink,
  // when it has been restored, the least time there is until a watermark comes.
  @StateId("fired")
  private final StateSpec<ValueState<Long>> firedSpec = StateSpecs.value(VarLongCoder.of());

  @StateId("buckets")
  private final StateSpec<ValueState<Integer>> bucketsSpec = StateSpecs.value(VarIntCoder.of());

  @StateId("wake")
  private final StateSpec<ValueState<Wake>> wakeSpec = StateSpecs.value(Wake.coder());

  @TimerId("fire")
  private final TimerSpec fireSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  /**
   * @param buckets how many there are
   */
  WindowStateFn(
      String stepName,
      Schema keySchema,
      List<Measure.Bound> measures,
      Results results,
      int buckets) {
    this.keyCoder = RowCoder.of(keySchema);
    this.measures = measures;
    this.results = results;
    this.buckets = buckets;
    this.counters = RecordCounters.of(stepName);
    this.openSpec = StateSpecs.map(Slot.SlotCoder.of(), new AccumulatorCoder(measures));
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, List<Gathered>> bucket,
      @StateId("open") MapState<Slot, Accumulator> open,
      @StateId("fired") ValueState<Long> fired,
      @StateId("buckets") ValueState<Integer> known,
      @StateId("wake") ValueState<Wake> wake,
      @TimerId("fire") Timer fire) {
    GroupBucket.requireCount(known, buckets);
    long passed = Math.max(lastFired(fired), fire.getCurrentRelativeTime().getMillis() - 1);
    // What is of one window together: what the state does costs more than a merge.
    Map<Slot, Accumulator> bySlot = new LinkedHashMap<>();
    for (Gathered gathered : bucket.getValue()) {
      if (gathered.slot().last() <= passed) {
        counters.add(LATE, gathered.records());
      } else {
        bySlot.merge(gathered.slot(), gathered.seen(), this::merged);
      }
    }
    long earliest = Wake.NEVER;
    for (Map.Entry<Slot, Accumulator> entry : bySlot.entrySet()) {
      Slot slot = entry.getKey();
      Accumulator before = open.get(slot).read();
      open.put(slot, before == null ? entry.getValue() : merged(before, entry.getValue()));
      earliest = Math.min(earliest, slot.last());
    }
    if (earliest != Wake.NEVER) {
      Wake.earlier(wake, fire, earliest, earliest);
    }
  }

  @OnTimer("fire")
  public void fire(
      OnTimerContext context,
      @Key Integer bucket,
      @StateId("open") MapState<Slot, Accumulator> open,
      @StateId("fired") ValueState<Long> fired,
      @StateId("wake") ValueState<Wake> wake,
      @TimerId("fire") Timer fire,
      OutputReceiver<Row> out) {
    fire(new GroupBucket(bucket, buckets), context.fireTimestamp(), open, fired, wake, fire, out);
  }

  /**
   * Gives the results that are due.
   *
   * @param at the time that the timer was set to
   */
  void fire(
      GroupBucket bucket,
      Instant at,
      MapState<Slot, Accumulator> open,
      ValueState<Long> fired,
      ValueState<Wake> wake,
      Timer fire,
      OutputReceiver<Row> out) {
    Instant watermark = fire.getCurrentRelativeTime();
    // What is at the watermark itself may still come, but for the windows whose timer this is.
    long passed =
        Wake.now(at, watermark) == Wake.NEVER
            ? Wake.NEVER
            : Math.max(at.getMillis(), watermark.getMillis() - 1);
    List<Due> due = new ArrayList<>();
    long earliest = Wake.NEVER;
    for (Map.Entry<Slot, Accumulator> entry : open.entries().read()) {
      Slot slot = entry.getKey();
      bucket.require(slot.key());
      if (slot.last() <= passed) {
        due.add(new Due(slot, entry.getValue()));
      } else {
        earliest = Math.min(earliest, slot.last());
      }
    }
    due.sort(Comparator.comparingLong(result -> result.slot().last()));
    for (Due result : due) {
      Slot slot = result.slot();
      // Not within the loop above: what is iterated over must not change.
      open.remove(slot);
      IntervalWindow window = slot.window();
      counters.out();
      out.outputWindowedValue(
          results.of(
              slot.key().row(keyCoder), window, result.seen(), PaneInfo.ON_TIME_AND_ONLY_FIRING),
          window.maxTimestamp(),
          List.of(window),
          PaneInfo.ON_TIME_AND_ONLY_FIRING);
    }
    if (!due.isEmpty()) {
      // Not all that has passed: a job that was drained, and goes on, would find everything late.
      fired.write(due.get(due.size() - 1).slot().last());
    }
    Wake.next(wake, fire, earliest, earliest);
  }

  @FinishBundle
  public void finishBundle() {
    counters.flush();
  }

  private record Due(Slot slot, Accumulator seen) {}

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
