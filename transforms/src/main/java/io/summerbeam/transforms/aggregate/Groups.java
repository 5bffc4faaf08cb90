package io.summerbeam.transforms.aggregate;

import io.summerbeam.sdk.portability.HasAlternative;
import io.summerbeam.sdk.state.StateOptions;
import io.summerbeam.sdk.window.SlidingWindowFn;
import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.PartitioningWindowFn;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.transforms.windowing.Trigger;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * From records to one row for each group and window, in the way that costs least and gives what the
 * windowing asks for:
 *
 * <ul>
 *   <li>where nothing looks at single records before a window fires, those of a bundle are merged
 *       before the shuffle ({@link MeasureFn}); of sliding windows, once for the part that they
 *       share and not once for each of them;
 *   <li>of these, windows that fire once are kept in one state for many groups where the runner
 *       wants that ({@link StateOptions#getWindowsInState}), of sliding windows the parts;
 *   <li>all others: record by record ({@link MeasureEachFn}).
 * </ul>
 */
final class Groups extends PTransform<PCollection<Row>, PCollection<Row>>
    implements HasAlternative {

  private static final long serialVersionUID = 1;

  private final String stepName;
  private final Schema keySchema;
  private final int[] keyIndexes;
  private final List<Measure.Bound> measures;
  private final Results results;
  private final Windowing settings;
  private final @Nullable Integer hotKeyFanout;

  Groups(
      String stepName,
      Schema keySchema,
      int[] keyIndexes,
      List<Measure.Bound> measures,
      Results results,
      Windowing settings,
      @Nullable Integer hotKeyFanout) {
    this.stepName = stepName;
    this.keySchema = keySchema;
    this.keyIndexes = keyIndexes;
    this.measures = measures;
    this.results = results;
    this.settings = settings;
    this.hotKeyFanout = hotKeyFanout;
  }

  @Override
  public PCollection<Row> expand(PCollection<Row> input) {
    WindowingStrategy<?, ?> windowing = settings.of(input);
    StateOptions options = input.getPipeline().getOptions().as(StateOptions.class);
    PCollection<Row> rows =
        options.getWindowsInState() && hotKeyFanout == null && canBeKept(windowing)
            ? keptInState(input, windowing)
            : merged(input, windowing);
    return rows.setRowSchema(results.schema());
  }

  @Override
  public String alternative() {
    return "Say --windowsInState=false: Beam's own windows need no timers of ours.";
  }

  private static boolean canBeKept(WindowingStrategy<?, ?> windowing) {
    return windowing.getTrigger() instanceof DefaultTrigger
        && windowing.getTimestampCombiner() == TimestampCombiner.END_OF_WINDOW
        && windowing.getAllowedLateness().equals(Duration.ZERO)
        && windowing.getWindowFn().isNonMerging()
        && !Windowing.isGlobal(windowing);
  }

  private PCollection<Row> merged(PCollection<Row> input, WindowingStrategy<?, ?> windowing) {
    KvCoder<Row, Accumulator> coder =
        KvCoder.of(RowCoder.of(keySchema), new AccumulatorCoder(measures));
    Combine.PerKey<Row, Accumulator, Accumulator> merge = Combine.perKey(new MergeFn(measures));
    Integer fanout = hotKeyFanout;
    if (fanout != null) {
      requirePartsThatMerge(fanout, windowing);
    }
    return measured(input, windowing, coder)
        .apply("Merge", fanout == null ? merge : merge.withHotKeyFanout(fanout))
        .setCoder(coder)
        .apply("Result", ParDo.of(new ResultFn(stepName, results)));
  }

  private PCollection<KV<Row, Accumulator>> measured(
      PCollection<Row> input, WindowingStrategy<?, ?> windowing, KvCoder<Row, Accumulator> coder) {
    if (!canBeMeasuredTogether(windowing)) {
      return settings
          .assign(input, windowing)
          .apply("Measure", ParDo.of(new MeasureEachFn(stepName, keySchema, keyIndexes, measures)))
          .setCoder(coder);
    }
    PartitioningWindowFn<?, ? extends BoundedWindow> windows = bundleWindows();
    PCollection<KV<Row, Accumulator>> measured =
        inWindows(input, windowing, windows)
            .apply(
                "Measure",
                ParDo.of(new MeasureFn(stepName, keySchema, keyIndexes, measures, windows)))
            .setCoder(coder);
    if (windows == null) {
      return measured;
    }
    measured.setWindowingStrategyInternal(windowing.withWindowFn(windows));
    return settings.windows() instanceof SlidingWindowFn
        ? settings.assign(measured, windowing)
        : measured;
  }

  /**
   * The windows that the records of a bundle are put into as they are merged: a step that does
   * nothing else would cost as much as merging them. Null where they have their windows before.
   */
  private @Nullable PartitioningWindowFn<?, ? extends BoundedWindow> bundleWindows() {
    WindowFn<Object, ? extends BoundedWindow> windows =
        settings.windows() instanceof SlidingWindowFn sliding
            ? sliding.parts()
            : settings.windows();
    return windows instanceof PartitioningWindowFn<?, ?> one ? one : null;
  }

  /**
   * @param bundleWindows what they are put into later; null for now
   */
  private PCollection<Row> inWindows(
      PCollection<Row> input,
      WindowingStrategy<?, ?> windowing,
      @Nullable PartitioningWindowFn<?, ? extends BoundedWindow> bundleWindows) {
    return bundleWindows == null ? settings.assign(input, windowing) : input;
  }

  // Nothing looks at single records and their timestamps before a window fires. Sessions do: what
  // is late for its own may not be late for that of all.
  private boolean canBeMeasuredTogether(WindowingStrategy<?, ?> windowing) {
    return !countsRecords(windowing.getTrigger())
        && windowing.getTimestampCombiner() == TimestampCombiner.END_OF_WINDOW
        && !windowing.needsMerge()
        && (windowing.getWindowFn().assignsToOneWindow()
            || settings.windows() instanceof SlidingWindowFn);
  }

  private static void requirePartsThatMerge(int fanout, WindowingStrategy<?, ?> windowing) {
    if (countsRecords(windowing.getTrigger())) {
      throw new IllegalArgumentException(
          "Aggregate: withHotKeyFanout("
              + fanout
              + ") merges records before they could be counted, but windows fire early after a"
              + " number of records. Say earlyEvery(...), or leave one of them out.");
    }
    // The watermark is held at the end of what a part has of a session. Another part's may end
    // before that, and would fire without it.
    if (windowing.needsMerge()) {
      throw new IllegalArgumentException(
          "Aggregate: withHotKeyFanout("
              + fanout
              + ") merges groups in parts, but a session could fire before it has all of them."
              + " Leave it out, or say over(Windows.fixed(...)).");
    }
  }

  // One record is as good as all of a bundle: runners fire after a bundle, not within it.
  private static boolean countsRecords(Trigger trigger) {
    return trigger instanceof AfterPane pane
        ? pane.getElementCount() > 1
        : trigger.subTriggers().stream().anyMatch(Groups::countsRecords);
  }

  private PCollection<Row> keptInState(PCollection<Row> input, WindowingStrategy<?, ?> windowing) {
    int buckets = StateOptions.stateBucketsOf(input.getPipeline().getOptions());
    PartitioningWindowFn<?, ? extends BoundedWindow> windows = bundleWindows();
    PCollection<KV<Integer, List<Gathered>>> gathered =
        inWindows(input, windowing, windows)
            .apply(
                "Gather",
                ParDo.of(new GatherFn(stepName, keySchema, keyIndexes, measures, windows, buckets)))
            .setCoder(
                KvCoder.of(
                    VarIntCoder.of(),
                    ListCoder.of(new Gathered.GatheredCoder(new AccumulatorCoder(measures)))));
    if (windows != null) {
      gathered.setWindowingStrategyInternal(windowing.withWindowFn(windows));
    }
    return gathered
        .apply("Global", Window.<KV<Integer, List<Gathered>>>into(new GlobalWindows()))
        .apply(
            "Windows",
            settings.windows() instanceof SlidingWindowFn sliding
                ? ParDo.of(
                    new SlidingWindowStateFn(
                        stepName, keySchema, measures, results, sliding, buckets))
                : ParDo.of(new WindowStateFn(stepName, keySchema, measures, results, buckets)))
        // Each result is in its own window again, as the state says.
        .setWindowingStrategyInternal(windowing);
  }
}
