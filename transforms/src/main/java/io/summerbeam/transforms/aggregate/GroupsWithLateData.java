package io.summerbeam.transforms.aggregate;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.metric.RecordCounters;
import io.summerbeam.sdk.portability.HasAlternative;
import io.summerbeam.sdk.state.Durations;
import io.summerbeam.sdk.state.StateOptions;
import java.time.Duration;
import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.Trigger;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.jspecify.annotations.Nullable;

/**
 * From records in the global window to one row for each group and window, and the records that came
 * when the window of their group was closed: they are dead letters, a second output, or both.
 */
final class GroupsWithLateData extends PTransform<PCollection<Row>, PCollectionTuple>
    implements HasAlternative {

  private static final long serialVersionUID = 1;

  static final TupleTag<Row> RESULTS = new TupleTag<>("results") {};

  /** Results on their way into their windows. */
  static final TupleTag<WindowedValue<Row>> FIRED = new TupleTag<>("fired") {};

  static final TupleTag<DeadLetter> DEAD = new TupleTag<>("dead") {};

  /** Counts the records that are late for a window at least. */
  static final String LATE_RECORDS = "records_late";

  private final String stepName;
  private final Schema keySchema;
  private final int[] keyIndexes;
  private final List<Measure.Bound> measures;
  private final Results results;
  private final WindowingStrategy<?, ?> windowing;
  private final Duration memory;
  private final boolean kept;
  private final transient @Nullable DeadLetters deadLetters;

  /**
   * @param windowing that of the results
   * @param memory how long closed windows are remembered
   * @param kept whether late records are an output
   * @param deadLetters null where they are no dead letters
   */
  GroupsWithLateData(
      String stepName,
      Schema keySchema,
      int[] keyIndexes,
      List<Measure.Bound> measures,
      Results results,
      WindowingStrategy<?, ?> windowing,
      Duration memory,
      boolean kept,
      @Nullable DeadLetters deadLetters) {
    this.stepName = stepName;
    this.keySchema = keySchema;
    this.keyIndexes = keyIndexes;
    this.measures = measures;
    this.results = results;
    this.windowing = windowing;
    this.memory = memory;
    this.kept = kept;
    this.deadLetters = deadLetters;
  }

  @Override
  public PCollectionTuple expand(PCollection<Row> input) {
    requireFirings();
    int buckets = StateOptions.stateBucketsOf(input.getPipeline().getOptions());
    RecordCounters counters = RecordCounters.of(stepName);
    DeadLetters dead = deadLetters;
    LateRecords late =
        new LateRecords(
            stepName,
            counters,
            kept ? lateSchema(input.getSchema()) : null,
            dead == null ? null : dead.factory(stepName));
    TupleTagList lateTags = TupleTagList.empty();
    if (kept) {
      lateTags = lateTags.and(SplitLateData.LATE);
    }
    if (dead != null) {
      lateTags = lateTags.and(DEAD);
    }
    PCollectionTuple outputs =
        input
            .apply("Key", ParDo.of(new KeyRecordsFn(stepName, keySchema, keyIndexes, buckets)))
            .setCoder(
                KvCoder.of(
                    VarIntCoder.of(),
                    ListCoder.of(new KeyedRecord.KeyedRecordCoder(input.getCoder()))))
            .apply(
                "Windows",
                ParDo.of(
                        new LateDataFn(
                            windows(),
                            times(),
                            windowing.getMode()
                                == WindowingStrategy.AccumulationMode.ACCUMULATING_FIRED_PANES,
                            measures,
                            keySchema,
                            results,
                            buckets,
                            late,
                            counters))
                    .withOutputTags(FIRED, lateTags));
    // A step of its own, because Flink's batch runner gives all outputs of a step the windows of
    // one of them. Sessions have merged.
    PCollection<Row> windowed =
        outputs
            .get(FIRED)
            .setCoder(
                WindowedValues.getFullCoder(
                    RowCoder.of(results.schema()), IntervalWindow.getCoder()))
            .apply("IntoWindows", ParDo.of(new IntoWindowsFn()))
            .setWindowingStrategyInternal(
                windowing.withAlreadyMerged(!windowing.getWindowFn().isNonMerging()))
            .setRowSchema(results.schema());
    PCollectionTuple all = PCollectionTuple.of(RESULTS, windowed);
    if (dead != null) {
      dead.addErrorCollection(outputs.get(DEAD));
    }
    return kept
        ? all.and(
            SplitLateData.LATE,
            outputs.get(SplitLateData.LATE).setRowSchema(lateSchema(input.getSchema())))
        : all;
  }

  @Override
  public String alternative() {
    return "Leave out withLateData() or keepingLateData(): Beam's own windows need no timers of"
        + " ours; the runner drops late records and counts them (DroppedDueToLateness).";
  }

  @SuppressWarnings("unchecked") // Aggregate takes windows of rows that have a start and an end.
  private WindowFn<Object, IntervalWindow> windows() {
    return (WindowFn<Object, IntervalWindow>) windowing.getWindowFn();
  }

  private WindowTimes times() {
    return new WindowTimes(
        Durations.millisOf(windowing.getAllowedLateness()),
        memory.toMillis(),
        windowing.getWindowFn() instanceof Sessions sessions
            ? sessions.getGapDuration().getMillis()
            : 0);
  }

  private static Schema lateSchema(Schema input) {
    for (String name :
        List.of(Aggregate.WINDOW_START, Aggregate.WINDOW_END, SplitLateData.LATENESS_MS)) {
      if (input.hasField(name)) {
        throw new IllegalArgumentException(
            "Aggregate.keepingLateData(): late records have a new field '"
                + name
                + "', but the input has one. Rename it before.");
      }
    }
    return Schema.builder()
        .addFields(input.getFields())
        .addDateTimeField(Aggregate.WINDOW_START)
        .addDateTimeField(Aggregate.WINDOW_END)
        .addInt64Field(SplitLateData.LATENESS_MS)
        .build();
  }

  /**
   * Refuses an input that a runner drops records of.
   *
   * @throws IllegalArgumentException if it is not in the global window
   */
  static void requireGlobalWindow(PCollection<Row> input) {
    WindowFn<?, ?> windows = input.getWindowingStrategy().getWindowFn();
    if (!(windows instanceof GlobalWindows)) {
      throw new IllegalArgumentException(
          "Aggregate: late data can be kept of an input in the global window alone, but it is in "
              + windows.getClass().getSimpleName()
              + ", of which the runner drops late records. Apply it before windowing, and say"
              + " over(...).");
    }
  }

  private void requireFirings() {
    boolean late = windowing.getAllowedLateness().isLongerThan(org.joda.time.Duration.ZERO);
    Trigger trigger = windowing.getTrigger();
    boolean known =
        trigger instanceof DefaultTrigger
            || trigger.equals(
                AfterWatermark.pastEndOfWindow().withLateFirings(AfterPane.elementCountAtLeast(1)))
            || (!late && trigger.equals(AfterWatermark.pastEndOfWindow()));
    if (!known) {
      throw new IllegalArgumentException(
          "Aggregate: where late data is kept, a window fires when the watermark passes its end,"
              + " and then for late records as they come, but the firings are: "
              + trigger
              + ". Say withFirings(Firings.onTime()), or leave out withLateData() or"
              + " keepingLateData().");
    }
    if (late && WindowKind.of(windows()) == WindowKind.SESSIONS) {
      throw new IllegalArgumentException(
          "Aggregate: where late data is kept, a session takes no records after its result, or it"
              + " would grow into another session, but the allowed lateness is "
              + windowing.getAllowedLateness()
              + ". Leave out the allowed lateness, or withLateData().");
    }
  }
}
