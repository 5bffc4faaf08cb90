package io.summerbeam.transforms.mask;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.step.RowFunction;
import io.summerbeam.sdk.step.RowStep;
import io.summerbeam.sdk.step.Steps;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * Turns back what {@link Mask} has made, with the same rules; one that cannot be turned back does
 * not compile here.
 *
 * <pre>{@code
 * masked.apply(
 *     Unmask.fields(
 *             shiftDays("born", 30, "id", key),
 *             preserveFormat("card", aesKey, Alphabet.DIGITS))
 *         .withDeadLetters(dead))
 * }</pre>
 *
 * <p>It must be given each rule as {@link Mask} was, with all its settings, and can be given fewer
 * of them. A rule that depends on another field reads it as it comes in, still masked if it was. So
 * where that field is unmasked, too, it is by the same step, or by a later one.
 *
 * <p><b>Schemas.</b> Out comes what came in. All that can be wrong with the rules is found when the
 * pipeline is built and said at once. There is one rule for each value at most.
 *
 * <p><b>Errors.</b> A record with a value that cannot be unmasked is a dead letter {@code
 * transform_failed}, whose message has the rule and the path and never the value; its payload is
 * the record as it came in, masked, or the bytes it was read from. Without {@link #withDeadLetters}
 * the failure is thrown; and so it is in any case where the keyset of a subject cannot be read now.
 * A wrong key is found out where the technique has a proof in its values; each rule says so. What
 * is masked in a way that keeps its format, or shifted, has none, and comes out as another value of
 * the format. <b>Beware:</b> from here on records are in clear, and dead letters of later steps
 * are, too: see {@link io.summerbeam.sdk.failure.PayloadPolicy}.
 *
 * <p><b>Keys.</b> As in {@link Mask}: references to them in the rules, read on the worker.
 *
 * <p><b>Boundedness, windows and timestamps.</b> Bounded and unbounded input, in any windows; all
 * as it comes in, provenance, too. <b>State, ordering, delivery.</b> No state, no order, delivery
 * as the runner's. <b>Counts.</b> {@code records_in, records_out, records_dead.transform_failed}.
 *
 * <p><b>Cost.</b> As of {@link Mask}. <b>Runners.</b> All. It is a row-level step: {@link Steps#of}
 * runs it with others in one DoFn.
 */
@AutoValue
public abstract class Unmask extends PTransform<PCollection<Row>, PCollection<Row>>
    implements RowStep {

  private static final long serialVersionUID = 1;

  /** The default name of the step in dead letters and counters. */
  public static final String STEP = "Unmask";

  /**
   * Unmasks what these rules have masked.
   *
   * @throws IllegalArgumentException if two are for the same value, or for one and what it is in
   */
  public static Unmask fields(ReversibleMaskRule first, ReversibleMaskRule... others) {
    List<ReversibleMaskRule> rules = new ArrayList<>();
    rules.add(first);
    rules.addAll(List.of(others));
    return fields(rules);
  }

  /**
   * Unmasks what these rules have masked.
   *
   * @throws IllegalArgumentException if there are none, or two are for the same value, or for one
   *     and what it is in
   */
  public static Unmask fields(List<ReversibleMaskRule> rules) {
    MaskPlan.requireApart("Unmask.fields()", rules);
    return new AutoValue_Unmask.Builder().setRules(List.copyOf(rules)).setStepName(STEP).build();
  }

  /** Records that fail go to this handler. Default: the failure is thrown. */
  public Unmask withDeadLetters(DeadLetters deadLetters) {
    return toBuilder().setDeadLetters(deadLetters).build();
  }

  /**
   * The name of the step in dead letters and counters. Default: {@value #STEP}.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public Unmask withStepName(String stepName) {
    if (stepName.isEmpty()) {
      throw new IllegalArgumentException("withStepName() must not be empty.");
    }
    return toBuilder().setStepName(stepName).build();
  }

  abstract List<ReversibleMaskRule> rules();

  @Override
  public abstract @Nullable DeadLetters deadLetters();

  @Override
  public abstract String stepName();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setRules(List<ReversibleMaskRule> rules);

    abstract Builder setDeadLetters(@Nullable DeadLetters deadLetters);

    abstract Builder setStepName(String stepName);

    abstract Unmask build();
  }

  @Override
  public Schema outputSchema(Schema input) {
    MaskPlan.requireFit(stepName(), rules(), input);
    return input;
  }

  @Override
  public RowFunction open(Schema input) {
    return MaskPlan.unmask(rules(), input);
  }

  @Override
  public PCollection<Row> expand(PCollection<Row> input) {
    Steps step = Steps.of(toBuilder().setDeadLetters(null).build());
    DeadLetters dead = deadLetters();
    return input.apply(dead == null ? step : step.withDeadLetters(dead));
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    for (ReversibleMaskRule rule : rules()) {
      builder.add(DisplayData.item(rule.path().text(), rule.technique()));
    }
  }
}
