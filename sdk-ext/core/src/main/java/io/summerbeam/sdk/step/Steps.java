package io.summerbeam.sdk.step;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.ErrorCount;
import io.summerbeam.sdk.failure.ErrorThreshold;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.display.HasDisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;

/**
 * Runs row-level steps one after the other in one DoFn: fused on every runner, with one place to
 * hang the dead letters on.
 *
 * <pre>{@code
 * rows.apply(Steps.of(
 *         Validate.records().expect("distance_positive", "distance > 0"),
 *         Validate.records().expect("has_origin", "origin != ''"))
 *     .withDeadLetters(dead));
 * }</pre>
 *
 * <p><b>Schemas.</b> The first step sees the input's schema, each further one what the one before
 * it gives; the last one's is the output's.
 *
 * <p><b>Windows and timestamps.</b> As they come in. Bounded and unbounded input.
 *
 * <p><b>Errors.</b> A record that fails in a step becomes one dead letter of that step and meets
 * none of the later ones; an exception that a step throws counts as {@code transform_failed}, and
 * so do a stack overflow and a failed assertion. Without {@link #withDeadLetters} a failure is
 * thrown. What fails further down the pipeline is never caught here.
 *
 * <p><b>State, ordering, delivery.</b> No state, no order, delivery as the runner's.
 * <b>Runners.</b> All.
 */
@AutoValue
public abstract class Steps extends PTransform<PCollection<Row>, PCollection<Row>> {

  private static final long serialVersionUID = 1;

  static final TupleTag<Row> OUT = new TupleTag<>("out") {};
  static final TupleTag<DeadLetter> DEAD = new TupleTag<>("dead") {};
  static final TupleTag<ErrorCount> COUNTS = new TupleTag<>("counts") {};

  /**
   * Runs these steps in this order.
   *
   * @throws IllegalArgumentException if one of them has dead letters of its own
   */
  public static Steps of(RowStep first, RowStep... others) {
    ArrayList<RowStep> steps = new ArrayList<>();
    steps.add(first);
    steps.addAll(List.of(others));
    for (RowStep step : steps) {
      if (step.deadLetters() != null) {
        throw new IllegalArgumentException(
            "Steps.of(): "
                + step.stepName()
                + " has dead letters of its own. Give them to all steps at once:"
                + " Steps.of(...).withDeadLetters(...).");
      }
    }
    return new AutoValue_Steps(List.copyOf(steps), null, null);
  }

  /** Records that fail go to this handler. Default: the failure is thrown. */
  public Steps withDeadLetters(DeadLetters deadLetters) {
    return new AutoValue_Steps(steps(), deadLetters, errorThreshold());
  }

  /**
   * Stops the pipeline where more records than that become dead letters, of all steps together.
   * Default: however many there are, it goes on. Without {@link #withDeadLetters} it is refused.
   */
  public Steps withErrorThreshold(ErrorThreshold threshold) {
    return new AutoValue_Steps(steps(), deadLetters(), threshold);
  }

  abstract List<RowStep> steps();

  abstract @Nullable DeadLetters deadLetters();

  abstract @Nullable ErrorThreshold errorThreshold();

  @Override
  public PCollection<Row> expand(PCollection<Row> input) {
    if (!input.hasSchema()) {
      throw new IllegalArgumentException(
          steps().get(0).stepName()
              + ": the input has no schema. Set it with setRowSchema(), or convert with"
              + " Convert.toRows().");
    }
    String names = String.join(", ", steps().stream().map(RowStep::stepName).toList());
    ErrorThreshold threshold = errorThreshold();
    if (threshold != null && deadLetters() == null) {
      throw new IllegalArgumentException(
          names
              + ": withErrorThreshold() must come with withDeadLetters(): without, the first record"
              + " that fails is thrown.");
    }
    List<Schema> schemas = new ArrayList<>();
    Schema schema = input.getSchema();
    for (RowStep step : steps()) {
      schemas.add(schema);
      schema = step.outputSchema(schema);
    }
    DeadLetters dead = deadLetters();
    StepsFn fn =
        new StepsFn(
            steps(),
            schemas,
            dead == null
                ? List.of()
                : steps().stream().map(step -> dead.factory(step.stepName())).toList(),
            threshold);
    TupleTagList others = TupleTagList.of(DEAD);
    PCollectionTuple outputs =
        input.apply(
            "Steps",
            ParDo.of(fn).withOutputTags(OUT, threshold == null ? others : others.and(COUNTS)));
    if (threshold != null) {
      outputs
          .get(COUNTS)
          .setCoder(ErrorCount.coder())
          .apply("ErrorThreshold", threshold.check(names));
    }
    if (dead != null) {
      dead.addErrorCollection(outputs.get(DEAD));
    } else {
      outputs.get(DEAD).setCoder(DeadLetter.coder());
    }
    return outputs.get(OUT).setRowSchema(schema);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder.add(
        DisplayData.item(
                "steps", String.join(", ", steps().stream().map(RowStep::stepName).toList()))
            .withLabel("Steps"));
    for (int i = 0; i < steps().size(); i++) {
      if (steps().get(i) instanceof HasDisplayData shown) {
        builder.include("step" + i, shown);
      }
    }
  }
}
