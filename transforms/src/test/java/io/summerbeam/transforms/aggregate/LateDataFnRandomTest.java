package io.summerbeam.transforms.aggregate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.nullValue;

import io.summerbeam.sdk.metric.RecordCounters;
import io.summerbeam.sdk.state.Wake;
import io.summerbeam.sdk.window.Windows;
import io.summerbeam.transforms.inmemory.MapInMemory;
import io.summerbeam.transforms.inmemory.Received;
import io.summerbeam.transforms.inmemory.TimerInMemory;
import io.summerbeam.transforms.inmemory.ValueInMemory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.transforms.DoFn.MultiOutputReceiver;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Instant;
import org.junit.Test;

/**
 * {@link LateDataFn} on thousands of random histories of a few keys in one bucket. Where the runner
 * tells the watermark, what comes out is exactly what {@link LateDataModel} says; and everywhere
 * each record is, for each of its windows, in one result or late, no window gives two results on
 * time, and nothing that the watermark has not passed is late.
 */
public class LateDataFnRandomTest {

  private static final int HISTORIES = 4000;
  private static final long SEED = 20_260;
  private static final int KEYS = 3;
  private static final GroupBucket ONLY_BUCKET = new GroupBucket(0, 1);

  private static final Schema KEY = Schema.builder().addInt32Field("id").build();
  private static final Schema EVENT =
      Schema.builder().addInt32Field("id").addInt64Field("n").build();
  private static final Schema OUT =
      Schema.builder()
          .addInt32Field("id")
          .addDateTimeField("window_start")
          .addDateTimeField("window_end")
          .addInt64Field("count")
          .addInt64Field("sum")
          .build();
  private static final Schema LATE =
      Schema.builder()
          .addFields(EVENT.getFields())
          .addDateTimeField("window_start")
          .addDateTimeField("window_end")
          .addInt64Field("lateness_ms")
          .build();
  private static final List<Measure.Bound> MEASURES =
      List.of(
          new CountMeasure("count").bind(EVENT, CoderRegistry.createDefault()),
          new SumMeasure("n", "sum", false).bind(EVENT, CoderRegistry.createDefault()));

  private static final List<WindowFn<Object, ? extends BoundedWindow>> WINDOWS =
      List.of(
          Windows.fixed(Duration.ofMillis(10)),
          Windows.sliding(Duration.ofMillis(12), Duration.ofMillis(5)),
          Windows.sessions(Duration.ofMillis(6)));

  private int lateRecords;
  private int inTime;

  @Test
  public void randomHistories_eachRecordIsInOneResultOrLate_asTheModelSays() {
    for (int i = 0; i < HISTORIES; i++) {
      new Bucket(SEED + i).run();
    }
    assertThat(lateRecords, greaterThan(HISTORIES));
    assertThat(inTime, greaterThan(HISTORIES));
  }

  /** A bucket with its state, and what goes in and comes out. */
  private final class Bucket implements MultiOutputReceiver {
    private final String what;
    private final Random random;
    private final boolean tellsWatermark;
    private final boolean accumulating;
    private final long lateness;
    private final WindowFn<Object, IntervalWindow> windows;
    private final WindowKind kind;
    private final LateDataFn fn;
    private final TimerInMemory timer;
    private final MapInMemory<Slot, List<OpenWindow>> open;
    private final MapInMemory<GroupKey, ClosedWindows> closed;
    private final ValueInMemory<Passed> passed = new ValueInMemory<>();
    private final ValueInMemory<Integer> buckets = new ValueInMemory<>();
    private final ValueInMemory<Wake> wake = new ValueInMemory<>();
    private final Received<WindowedValue<Row>> results = new Received<>();
    private final Received<Row> late = new Received<>();
    private final List<LateDataModel> models = new ArrayList<>();
    private final Map<Long, Long> watermarkAt = new HashMap<>();
    private long number = 1;
    private int windowsOfAll;

    @SuppressWarnings("unchecked")
    Bucket(long seed) {
      random = new Random(seed);
      windows = (WindowFn<Object, IntervalWindow>) WINDOWS.get(random.nextInt(WINDOWS.size()));
      kind = WindowKind.of(windows);
      lateness = kind == WindowKind.SESSIONS ? 0 : random.nextInt(2) * (1 + random.nextInt(15));
      long memory = random.nextInt(3) * random.nextInt(25);
      accumulating = random.nextBoolean();
      tellsWatermark = random.nextInt(3) > 0;
      what =
          "seed "
              + seed
              + ", "
              + windows
              + ", lateness "
              + lateness
              + ", memory "
              + memory
              + ", "
              + (accumulating ? "accumulating" : "discarding")
              + (tellsWatermark ? "" : ", portable");
      RecordCounters counters = RecordCounters.of("Aggregate");
      fn =
          new LateDataFn(
              windows,
              new WindowTimes(lateness, memory, kind == WindowKind.SESSIONS ? 6 : 0),
              accumulating,
              MEASURES,
              KEY,
              new Results(OUT, MEASURES, false),
              ONLY_BUCKET.count(),
              new LateRecords("Aggregate", counters, LATE, null),
              counters);
      timer = tellsWatermark ? TimerInMemory.firingBehind() : new TimerInMemory(false);
      open =
          new MapInMemory<>(
              Slot.SlotCoder.of(),
              ListCoder.of(new OpenWindow.OpenWindowCoder(new AccumulatorCoder(MEASURES))),
              random);
      closed =
          new MapInMemory<>(
              GroupKey.GroupKeyCoder.of(), ClosedWindows.ClosedWindowsCoder.of(), random);
      for (int key = 0; key < KEYS; key++) {
        models.add(new LateDataModel(this::windowsAt, kind, lateness, memory, accumulating));
      }
    }

    void run() {
      Map<String, List<Row>> out = new TreeMap<>();
      List<Row> lateRows = new ArrayList<>();
      long watermark = 0;
      timer.advance(watermark);
      int moments = 2 + random.nextInt(12);
      for (int moment = 0; moment < moments; moment++) {
        arrive(watermark);
        fire(watermark);
        watermark += random.nextInt(3) * random.nextInt(random.nextInt(5) == 0 ? 60 : 8);
        timer.advance(watermark);
        fire(watermark);
        take(out, lateRows);
      }
      timer.advanceToTheEnd();
      fire(timer.watermark());
      take(out, lateRows);

      assertThat(what, open.size() + closed.size(), equalTo(0));
      assertThat(what, wake.read(), nullValue());
      checkAllIsThere(out, lateRows);
      if (tellsWatermark) {
        checkAgainstModel(out, lateRows);
      }
      lateRecords += lateRows.size();
      inTime += windowsOfAll - lateRows.size();
    }

    private void arrive(long watermark) {
      List<KeyedRecord> batch = new ArrayList<>();
      for (int key = 0; key < KEYS; key++) {
        List<Long> times = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          times.add(watermark - random.nextInt(40) + random.nextInt(30));
        }
        models.get(key).arrive(watermark, times, number);
        for (long time : times) {
          Row row = Row.withSchema(EVENT).addValues(key, number).build();
          GroupKey group =
              GroupKey.of(Row.withSchema(KEY).addValues(key).build(), RowCoder.of(KEY));
          batch.add(new KeyedRecord(group, time, row));
          watermarkAt.put(number, watermark);
          windowsOfAll += kind == WindowKind.SESSIONS ? 1 : windowsAt(time).size();
          number++;
        }
      }
      if (!batch.isEmpty()) {
        long earliest = batch.stream().mapToLong(KeyedRecord::time).min().orElseThrow();
        try {
          fn.process(
              KV.of(0, batch),
              this,
              open,
              closed,
              passed,
              buckets,
              wake,
              told(Instant.ofEpochMilli(earliest)));
        } catch (Exception e) {
          throw new AssertionError(what, e);
        }
      }
    }

    private void fire(long watermark) {
      timer.fire(fired -> fn.fire(ONLY_BUCKET, fired, results, open, closed, passed, wake, timer));
      models.forEach(model -> model.fire(watermark));
    }

    private void take(Map<String, List<Row>> out, List<Row> lateRows) {
      for (Received.One<WindowedValue<Row>> one : results.take()) {
        Row row = one.value().getValue();
        IntervalWindow window = windowOf(row);
        assertThat(what, one.time(), equalTo(window.maxTimestamp()));
        assertThat(what, one.value().getTimestamp(), equalTo(window.maxTimestamp()));
        assertThat(what, List.copyOf(one.value().getWindows()), equalTo(List.of(window)));
        out.computeIfAbsent(
                row.getInt32("id") + " " + LateDataModel.text(window), k -> new ArrayList<>())
            .add(row);
      }
      late.take().forEach(one -> lateRows.add(one.value()));
    }

    private void checkAllIsThere(Map<String, List<Row>> out, List<Row> lateRows) {
      long counted = 0;
      for (Map.Entry<String, List<Row>> panes : out.entrySet()) {
        long before = 0;
        for (Row pane : panes.getValue()) {
          long count = pane.getInt64("count");
          // A second result is of late records, which there are only with an allowed lateness.
          assertThat(what + " " + panes, count, greaterThan(accumulating ? before : 0));
          before = accumulating ? count : before + count;
        }
        if (lateness == 0) {
          assertThat(what + " " + panes, panes.getValue().size(), equalTo(1));
        }
        counted += before;
      }
      assertThat(what, counted + lateRows.size(), equalTo((long) windowsOfAll));
      Set<String> seen = new HashSet<>();
      for (Row row : lateRows) {
        IntervalWindow window = windowOf(row);
        assertThat(what, seen.add(row.getInt64("n") + LateDataModel.text(window)), equalTo(true));
        long watermark = watermarkAt.get(row.getInt64("n"));
        assertThat(what, window.end().getMillis() + lateness, lessThanOrEqualTo(watermark + 1));
        assertThat(what, row.getInt64("lateness_ms"), greaterThanOrEqualTo(lateness));
        assertThat(
            what,
            row.getInt64("lateness_ms"),
            lessThanOrEqualTo(Math.max(lateness, watermark + 1 - window.end().getMillis())));
      }
    }

    private void checkAgainstModel(Map<String, List<Row>> out, List<Row> lateRows) {
      for (int key = 0; key < KEYS; key++) {
        LateDataModel model = models.get(key);
        List<String> found = new ArrayList<>();
        for (List<Row> panes : out.values()) {
          for (Row pane : panes) {
            if (pane.getInt32("id") == key) {
              found.add(
                  LateDataModel.text(windowOf(pane))
                      + " "
                      + pane.getInt64("count")
                      + " "
                      + pane.getInt64("sum"));
            }
          }
        }
        assertThat(what, sorted(found), equalTo(sorted(model.results())));
        List<String> foundLate = new ArrayList<>();
        for (Row row : lateRows) {
          if (row.getInt32("id") == key) {
            foundLate.add(
                row.getInt64("n")
                    + " "
                    + LateDataModel.text(windowOf(row))
                    + " "
                    + row.getInt64("lateness_ms"));
          }
        }
        assertThat(what, sorted(foundLate), equalTo(sorted(model.late())));
      }
    }

    private Collection<IntervalWindow> windowsAt(long time) {
      try {
        return windows.assignWindows(
            windows.new AssignContext() {
              @Override
              public Object element() {
                return time;
              }

              @Override
              public Instant timestamp() {
                return Instant.ofEpochMilli(time);
              }

              @Override
              public BoundedWindow window() {
                return GlobalWindow.INSTANCE;
              }
            });
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    /** Portable runners tell the time of the element instead of the watermark. */
    private Timer told(Instant elementTime) {
      return tellsWatermark ? timer : new TimerOfElement(timer, elementTime);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> OutputReceiver<T> get(TupleTag<T> tag) {
      return (OutputReceiver<T>) (tag.equals(SplitLateData.LATE) ? late : results);
    }

    @Override
    public <T> OutputReceiver<Row> getRowReceiver(TupleTag<T> tag) {
      throw new UnsupportedOperationException();
    }
  }

  /** A timer that tells the time of the element. */
  private record TimerOfElement(Timer timer, Instant time) implements Timer {
    @Override
    public Instant getCurrentRelativeTime() {
      return time;
    }

    @Override
    public void set(Instant at) {
      timer.set(at);
    }

    @Override
    public Timer withOutputTimestamp(Instant hold) {
      timer.withOutputTimestamp(hold);
      return this;
    }

    @Override
    public Timer withNoOutputTimestamp() {
      timer.withNoOutputTimestamp();
      return this;
    }

    @Override
    public void setRelative() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void clear() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Timer offset(org.joda.time.Duration offset) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Timer align(org.joda.time.Duration period) {
      throw new UnsupportedOperationException();
    }
  }

  private static IntervalWindow windowOf(Row row) {
    return new IntervalWindow(
        row.getDateTime("window_start").toInstant(), row.getDateTime("window_end").toInstant());
  }

  private static List<String> sorted(List<String> texts) {
    return texts.stream().sorted().toList();
  }
}
