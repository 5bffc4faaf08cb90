package io.summerbeam.transforms.aggregate;

import io.summerbeam.sdk.metric.RecordCounters;
import io.summerbeam.sdk.state.Wake;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
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
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Keeps the windows of many groups: gives each one's result when the watermark has passed it, and
 * puts out the records of those that are closed. In the global window, so that no runner drops a
 * record before it is seen here.
 */
final class LateDataFn extends DoFn<KV<Integer, List<KeyedRecord>>, WindowedValue<Row>> {

  private static final long serialVersionUID = 1;

  private final WindowFn<Object, IntervalWindow> windows;
  private final WindowKind kind;
  private final WindowTimes times;
  private final boolean accumulating;
  private final List<Measure.Bound> measures;
  private final RowCoder keyCoder;
  private final Results results;
  private final int buckets;
  private final LateRecords late;
  private final RecordCounters counters;

  @StateId("open")
  private final StateSpec<MapState<Slot, List<OpenWindow>>> openSpec;

  @StateId("closed")
  private final StateSpec<MapState<GroupKey, ClosedWindows>> closedSpec =
      StateSpecs.map(GroupKey.GroupKeyCoder.of(), ClosedWindows.ClosedWindowsCoder.of());

  @StateId("passed")
  private final StateSpec<ValueState<Passed>> passedSpec = StateSpecs.value(Passed.coder());

  @StateId("buckets")
  private final StateSpec<ValueState<Integer>> bucketsSpec = StateSpecs.value(VarIntCoder.of());

  @StateId("wake")
  private final StateSpec<ValueState<Wake>> wakeSpec = StateSpecs.value(Wake.coder());

  @TimerId("fire")
  private final TimerSpec fireSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  /**
   * @param accumulating whether a late result is of all records of the window
   * @param buckets how many there are
   */
  LateDataFn(
      WindowFn<Object, IntervalWindow> windows,
      WindowTimes times,
      boolean accumulating,
      List<Measure.Bound> measures,
      Schema keySchema,
      Results results,
      int buckets,
      LateRecords late,
      RecordCounters counters) {
    this.windows = windows;
    this.kind = WindowKind.of(windows);
    this.times = times;
    this.accumulating = accumulating;
    this.measures = measures;
    this.keyCoder = RowCoder.of(keySchema);
    this.results = results;
    this.buckets = buckets;
    this.late = late;
    this.counters = counters;
    this.openSpec =
        StateSpecs.map(
            Slot.SlotCoder.of(),
            ListCoder.of(new OpenWindow.OpenWindowCoder(new AccumulatorCoder(measures))));
  }

  @Setup
  public void setup() {
    late.open();
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, List<KeyedRecord>> batch,
      MultiOutputReceiver out,
      @StateId("open") MapState<Slot, List<OpenWindow>> open,
      @StateId("closed") MapState<GroupKey, ClosedWindows> closed,
      @StateId("passed") ValueState<Passed> passed,
      @StateId("buckets") ValueState<Integer> counted,
      @StateId("wake") ValueState<Wake> wake,
      @TimerId("fire") Timer fire)
      throws Exception {
    GroupBucket.requireCount(counted, buckets);
    // Portable runners tell the time of the element instead of the watermark, which for the windows
    // of its records says nothing.
    Passed known = passed.read();
    long now =
        Math.max(
            known == null ? Passed.NOTHING.time() : known.time(),
            fire.getCurrentRelativeTime().getMillis() - 1);
    Filling filling = new Filling(measures, kind, times, now, open, closed);
    for (KeyedRecord record : batch.getValue()) {
      Collection<IntervalWindow> all = windowsOf(record);
      List<IntervalWindow> missed = new ArrayList<>(0);
      for (IntervalWindow window : all) {
        IntervalWindow over = filling.add(record, window);
        if (over != null) {
          missed.add(over);
        }
      }
      if (!missed.isEmpty()) {
        late.send(record, missed, all.size(), now, out);
      }
    }
    filling.forEach(
        (slot, filled) -> {
          List<OpenWindow> kept = new ArrayList<>(filled.size());
          for (OpenWindow each : filled) {
            each.seen().compact();
            kept.add(each.hasFired() ? fireLate(slot.key(), each, out) : each);
            long next = next(each);
            Wake.earlier(wake, fire, next, next);
          }
          open.put(slot, kept);
        });
  }

  @OnTimer("fire")
  public void fire(
      OnTimerContext context,
      @Key Integer bucket,
      MultiOutputReceiver out,
      @StateId("open") MapState<Slot, List<OpenWindow>> open,
      @StateId("closed") MapState<GroupKey, ClosedWindows> closed,
      @StateId("passed") ValueState<Passed> passed,
      @StateId("wake") ValueState<Wake> wake,
      @TimerId("fire") Timer fire) {
    fire(
        new GroupBucket(bucket, buckets),
        context.fireTimestamp(),
        out.get(GroupsWithLateData.FIRED),
        open,
        closed,
        passed,
        wake,
        fire);
  }

  /**
   * Gives the results that are due, and closes and forgets windows.
   *
   * @param fired the time that the timer was set to
   */
  void fire(
      GroupBucket bucket,
      Instant fired,
      OutputReceiver<WindowedValue<Row>> out,
      MapState<Slot, List<OpenWindow>> open,
      MapState<GroupKey, ClosedWindows> closed,
      ValueState<Passed> passed,
      ValueState<Wake> wake,
      Timer fire) {
    Passed before = passed.read() == null ? Passed.NOTHING : passed.read();
    Instant watermark = fire.getCurrentRelativeTime();
    boolean ended = Wake.now(fired, watermark) == Wake.NEVER;
    long now =
        ended
            ? Wake.NEVER
            : Math.max(before.time(), Math.max(fired.getMillis(), watermark.getMillis() - 1));
    List<Due> due = new ArrayList<>();
    Map<Slot, List<OpenWindow>> changed = new HashMap<>();
    Map<GroupKey, List<IntervalWindow>> over = new HashMap<>();
    long at = Wake.NEVER;
    for (Map.Entry<Slot, List<OpenWindow>> entry : open.entries().read()) {
      GroupKey key = entry.getKey().key();
      bucket.require(key);
      List<OpenWindow> staying = new ArrayList<>(entry.getValue().size());
      boolean changes = false;
      for (OpenWindow each : entry.getValue()) {
        boolean closes = times.closes(each.window()) <= now;
        boolean fires = !each.hasFired() && WindowTimes.fires(each.window()) <= now;
        changes |= closes || fires;
        if (fires) {
          due.add(new Due(key, each, closes));
        }
        if (closes) {
          over.computeIfAbsent(key, k -> new ArrayList<>()).add(each.window());
        } else {
          OpenWindow stays = fires ? each.fired(onward(each.seen())) : each;
          staying.add(stays);
          at = Math.min(at, next(stays));
        }
      }
      if (changes) {
        changed.put(entry.getKey(), staying);
      }
    }
    due.sort(Comparator.comparing(result -> result.open().window().maxTimestamp()));
    for (Due result : due) {
      send(
          result.key(),
          result.open(),
          result.only()
              ? PaneInfo.ON_TIME_AND_ONLY_FIRING
              : PaneInfo.createPane(true, false, PaneInfo.Timing.ON_TIME, 0, 0),
          out);
    }
    if (ended) {
      open.clear();
      closed.clear();
      passed.clear();
      wake.clear();
      return;
    }
    // Not within the loop: what is iterated over must not change.
    changed.forEach(
        (slot, staying) -> {
          if (staying.isEmpty()) {
            open.remove(slot);
          } else {
            open.put(slot, staying);
          }
        });
    long collectAt = Math.min(before.collectAt(), remember(over, now, closed));
    if (collectAt <= now) {
      collectAt = forget(bucket, now, closed);
    }
    passed.write(new Passed(now, collectAt));
    // Nothing leaves when windows are forgotten.
    Wake.next(wake, fire, Math.min(at, collectAt), at);
  }

  @FinishBundle
  public void finishBundle() {
    counters.flush();
  }

  /** Any: a late record leaves with its own time, a result with that of its window. */
  @SuppressWarnings("deprecation") // Nothing else lets a late record keep its time.
  @Override
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }

  /** A result on time; whether it is the only one of its window. */
  private record Due(GroupKey key, OpenWindow open, boolean only) {}

  private Collection<IntervalWindow> windowsOf(KeyedRecord record) throws Exception {
    Instant time = Instant.ofEpochMilli(record.time());
    return windows.assignWindows(
        windows.new AssignContext() {
          @Override
          public Object element() {
            return record.row();
          }

          @Override
          public Instant timestamp() {
            return time;
          }

          @Override
          public BoundedWindow window() {
            return GlobalWindow.INSTANCE;
          }
        });
  }

  /** When there is something to do for a window, and the time its next result holds. */
  private long next(OpenWindow open) {
    return open.hasFired() ? times.closes(open.window()) : WindowTimes.fires(open.window());
  }

  private OpenWindow fireLate(GroupKey key, OpenWindow open, MultiOutputReceiver out) {
    send(
        key,
        open,
        PaneInfo.createPane(false, false, PaneInfo.Timing.LATE, open.firings(), open.firings()),
        out.get(GroupsWithLateData.FIRED));
    return open.fired(onward(open.seen()));
  }

  /** What late results are made of when a window has given one. */
  private Accumulator onward(Accumulator seen) {
    return accumulating ? seen : Accumulator.empty(measures);
  }

  private void send(
      GroupKey key, OpenWindow open, PaneInfo pane, OutputReceiver<WindowedValue<Row>> out) {
    counters.out();
    Instant time = open.window().maxTimestamp();
    out.outputWithTimestamp(
        WindowedValues.of(
            results.of(key.row(keyCoder), open.window(), open.seen(), pane),
            time,
            open.window(),
            pane),
        time);
  }

  /** Keeps in mind what was closed; returns when to forget the first of it. */
  private long remember(
      Map<GroupKey, List<IntervalWindow>> over,
      long now,
      MapState<GroupKey, ClosedWindows> closed) {
    long collectAt = Long.MAX_VALUE;
    for (Map.Entry<GroupKey, List<IntervalWindow>> entry : over.entrySet()) {
      ClosedWindows before = closed.get(entry.getKey()).read();
      ClosedWindows all = before == null ? ClosedWindows.NONE : before;
      for (IntervalWindow window : entry.getValue()) {
        if (times.forgets(window) > now) {
          all = all.with(window, kind);
          collectAt = Math.min(collectAt, times.collects(window.end().getMillis()));
        }
      }
      if (!all.isEmpty()) {
        closed.put(entry.getKey(), all);
      }
    }
    return collectAt;
  }

  /** Forgets what was closed long ago; returns when to do so again. */
  private long forget(GroupBucket bucket, long now, MapState<GroupKey, ClosedWindows> closed) {
    Map<GroupKey, ClosedWindows> changed = new HashMap<>();
    long first = Long.MAX_VALUE;
    for (Map.Entry<GroupKey, ClosedWindows> entry : closed.entries().read()) {
      bucket.require(entry.getKey());
      ClosedWindows left = entry.getValue().endingAfter(times.forgottenTo(now));
      if (left != entry.getValue()) {
        changed.put(entry.getKey(), left);
      }
      first = Math.min(first, left.firstEnd());
    }
    changed.forEach(
        (key, left) -> {
          if (left.isEmpty()) {
            closed.remove(key);
          } else {
            closed.put(key, left);
          }
        });
    return first == Long.MAX_VALUE ? Long.MAX_VALUE : times.collects(first);
  }
}
