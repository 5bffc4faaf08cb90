package io.summerbeam.transforms.mask;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.step.RowFunction;
import io.summerbeam.sdk.step.RowStep;
import io.summerbeam.sdk.step.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * Masks personal data in records; who has the keys turns back what can be with {@link Unmask}.
 *
 * <pre>{@code
 * patients.apply(
 *     Mask.fields(
 *             hash("id", key),
 *             shiftDays("born", 30, "id", key),
 *             keepLast("contacts[*].phone", 4),
 *             scrub("notes{*}", Detectors.all()))
 *         .withDeadLetters(dead))
 * }</pre>
 *
 * <p>{@link MaskRules} has the rules, and each says which types it fits and what it gives away. A
 * rule's path leads into nested rows, the elements of arrays, the values of maps, and their
 * insides; keys of maps cannot be masked. Null stays null, at each place of a path.
 *
 * <p><b>Schemas.</b> Out comes what came in. All that can be wrong with the rules is found when the
 * pipeline is built and said at once: fields that do not exist, types that do not fit. There is one
 * rule for each value at most.
 *
 * <p><b>Errors.</b> A record with a value that cannot be masked is a dead letter {@code
 * transform_failed}, whose message has the rule and the path and never the value; without {@link
 * #withDeadLetters} the failure is thrown. Nothing that is not masked gets through. Where the
 * keyset of a subject cannot be read now, that is thrown in any case, so that the bundle is tried
 * again; see {@link KeysetSource}. <b>Beware:</b> the payload of a dead letter is the record as it
 * came in, not masked. What of it a dead letter may hold is the {@link
 * io.summerbeam.sdk.failure.PayloadPolicy} of the handler, {@link
 * DeadLetters.Builder#withPayloadPolicy}: {@code drop}, or one that encrypts or masks. That holds
 * for the steps before this one, too.
 *
 * <p><b>Provenance.</b> It is carried, but without the bytes that the record was read from, which a
 * source may have put there: all that is masked is still in them, and a dead letter of a later step
 * would show them. Such a dead letter has the masked record instead. {@link #withSourcePayload}
 * keeps them.
 *
 * <p><b>Keys.</b> Rules hold references to them. They are read on the worker when it starts; if one
 * is not there or not fit, the job fails, with a message that has the reference only.
 *
 * <p><b>Boundedness, windows and timestamps.</b> Bounded and unbounded input, in any windows; all
 * as it comes in. The timestamp of a record is not masked, even if it is that of a field that is.
 * <b>State, ordering, delivery.</b> No state, no order, delivery as the runner's. <b>Counts.</b>
 * {@code records_in, records_out, records_dead.transform_failed}.
 *
 * <p><b>Cost.</b> No shuffle. That of the techniques; besides, of each row with a value that
 * changes its list of values is copied, of an array or a map the references in it. What is not
 * touched is not copied. Iterables are read into memory as a whole.
 *
 * <p><b>Runners.</b> All. It is a row-level step: {@link Steps#of} runs it with others in one DoFn.
 */
@AutoValue
public abstract class Mask extends PTransform<PCollection<Row>, PCollection<Row>>
    implements RowStep {

  private static final long serialVersionUID = 1;

  /** The default name of the step in dead letters and counters. */
  public static final String STEP = "Mask";

  /**
   * Masks with these rules.
   *
   * @throws IllegalArgumentException if two are for the same value, or for one and what it is in
   */
  public static Mask fields(MaskRule first, MaskRule... others) {
    List<MaskRule> rules = new ArrayList<>();
    rules.add(first);
    rules.addAll(List.of(others));
    return fields(rules);
  }

  /**
   * Masks with these rules.
   *
   * @throws IllegalArgumentException if there are none, or two are for the same value, or for one
   *     and what it is in
   */
  public static Mask fields(List<MaskRule> rules) {
    MaskPlan.requireApart("Mask.fields()", rules);
    return new AutoValue_Mask.Builder()
        .setRules(List.copyOf(rules))
        .setStepName(STEP)
        .setKeepsSourcePayload(false)
        .build();
  }

  /**
   * Says what is wrong with rules, one by one. A policy file calls this: it knows the line that
   * each rule is written in, which {@link #fields} does not, and puts it before the message.
   *
   * @return a message for each rule that does not fit the input, by its place in the list
   */
  public static SortedMap<Integer, String> problems(List<? extends MaskRule> rules, Schema input) {
    SortedMap<Integer, String> problems = new TreeMap<>();
    MaskPlan.problems(rules, input).forEach(each -> problems.put(each.rule(), each.message()));
    return problems;
  }

  /** Records that fail go to this handler. Default: the failure is thrown. */
  public Mask withDeadLetters(DeadLetters deadLetters) {
    return toBuilder().setDeadLetters(deadLetters).build();
  }

  /**
   * The name of the step in dead letters and counters. Default: {@value #STEP}.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public Mask withStepName(String stepName) {
    if (stepName.isEmpty()) {
      throw new IllegalArgumentException("withStepName() must not be empty.");
    }
    return toBuilder().setStepName(stepName).build();
  }

  /**
   * Keeps in the provenance the bytes that a record was read from, in which nothing is masked, so
   * that dead letters of later steps have the original record. Default: they are taken out.
   */
  public Mask withSourcePayload() {
    return toBuilder().setKeepsSourcePayload(true).build();
  }

  abstract List<MaskRule> rules();

  @Override
  public abstract @Nullable DeadLetters deadLetters();

  @Override
  public abstract String stepName();

  abstract boolean keepsSourcePayload();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setRules(List<MaskRule> rules);

    abstract Builder setDeadLetters(@Nullable DeadLetters deadLetters);

    abstract Builder setStepName(String stepName);

    abstract Builder setKeepsSourcePayload(boolean keepsSourcePayload);

    abstract Mask build();
  }

  @Override
  public Schema outputSchema(Schema input) {
    MaskPlan.requireFit(stepName(), rules(), input);
    return input;
  }

  @Override
  public RowFunction open(Schema input) {
    return MaskPlan.mask(rules(), input, keepsSourcePayload());
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
    for (MaskRule rule : rules()) {
      builder.add(DisplayData.item(rule.path().text(), rule.technique()));
    }
  }
}
