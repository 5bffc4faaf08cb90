package io.summerbeam.transforms.aggregate;

import io.summerbeam.sdk.state.StateOptions;
import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.joda.time.Duration;

/**
 * From records in windows to one row for each group and window, in the way that costs least and
 * gives what the windowing asks for:
 *
 * <ul>
 *   <li>windows that fire once, when the watermark has passed them: the records of a bundle are
 *       merged before the shuffle ({@link MeasureFn}), and the windows of a group are kept in one
 *       state where the runner wants that ({@link StateOptions#getWindowsInState});
 *   <li>all others: record by record ({@link MeasureEachFn}).
 * </ul>
 */
final class Groups extends PTransform<PCollection<Row>, PCollection<Row>> {

  private static final long serialVersionUID = 1;

  private final String stepName;
  private final Schema keySchema;
  private final int[] keyIndexes;
  private final List<Measure.Bound> measures;
  private final Schema outputSchema;

  Groups(
      String stepName,
      Schema keySchema,
      int[] keyIndexes,
      List<Measure.Bound> measures,
      Schema outputSchema) {
    this.stepName = stepName;
    this.keySchema = keySchema;
    this.keyIndexes = keyIndexes;
    this.measures = measures;
    this.outputSchema = outputSchema;
  }

  @Override
  public PCollection<Row> expand(PCollection<Row> windowed) {
    WindowingStrategy<?, ?> windowing = windowed.getWindowingStrategy();
    StateOptions options = windowed.getPipeline().getOptions().as(StateOptions.class);
    PCollection<Row> results =
        options.getWindowsInState() && canBeKept(windowing)
            ? keptInState(windowed, windowing)
            : merged(windowed, windowing);
    return results.setRowSchema(outputSchema);
  }

  // Nothing looks at single elements and their timestamps before a window fires.
  private static boolean firesOnce(WindowingStrategy<?, ?> windowing) {
    return windowing.getTrigger() instanceof DefaultTrigger
        && windowing.getTimestampCombiner() == TimestampCombiner.END_OF_WINDOW;
  }

  private static boolean canBeKept(WindowingStrategy<?, ?> windowing) {
    return firesOnce(windowing)
        && windowing.getAllowedLateness().equals(Duration.ZERO)
        && windowing.getWindowFn().isNonMerging();
  }

  private PCollection<Row> merged(PCollection<Row> windowed, WindowingStrategy<?, ?> windowing) {
    AccumulatorCoder accumulators = new AccumulatorCoder(measures);
    KvCoder<Row, Accumulator> coder = KvCoder.of(RowCoder.of(keySchema), accumulators);
    return windowed
        .apply(
            "Measure",
            firesOnce(windowing)
                ? ParDo.of(new MeasureFn(stepName, keySchema, keyIndexes, measures))
                : ParDo.of(new MeasureEachFn(stepName, keySchema, keyIndexes, measures)))
        .setCoder(coder)
        .apply("Merge", Combine.<Row, Accumulator, Accumulator>perKey(new MergeFn(measures)))
        .setCoder(coder)
        .apply("Result", ParDo.of(new ResultFn(stepName, new Results(outputSchema))));
  }

  private PCollection<Row> keptInState(
      PCollection<Row> windowed, WindowingStrategy<?, ?> windowing) {
    KvCoder<Row, List<Portion>> coder =
        KvCoder.of(
            RowCoder.of(keySchema), ListCoder.of(new PortionCoder(new AccumulatorCoder(measures))));
    return windowed
        .apply("Gather", ParDo.of(new GatherFn(stepName, keySchema, keyIndexes, measures)))
        .setCoder(coder)
        .apply("Global", Window.<KV<Row, List<Portion>>>into(new GlobalWindows()))
        .apply(
            "Windows", ParDo.of(new WindowStateFn(stepName, measures, new Results(outputSchema))))
        // Each result is in its own window again, as the state says.
        .setWindowingStrategyInternal(windowing);
  }
}
