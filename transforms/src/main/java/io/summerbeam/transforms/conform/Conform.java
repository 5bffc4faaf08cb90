package io.summerbeam.transforms.conform;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.expression.Expression;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.ErrorThreshold;
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
 * Brings records of whatever shape to one schema, and loses nothing on the way: fields renamed,
 * cast, computed, filled in, and what does not fit is a dead letter.
 *
 * <pre>{@code
 * PCollection<Row> orders =
 *     PCollectionList.of(
 *             shop.apply("Shop", Conform.to(ORDER, Mapping.byName().from("id", "order_no"))))
 *         .and(
 *             partner.apply(
 *                 "Partner",
 *                 Conform.to(ORDER)
 *                     .when("version == 1", Mapping.byName().parsing("total"))
 *                     .when("version >= 2", Mapping.byName().set("total", "price * quantity"))
 *                     .withDeadLetters(dead)))
 *         .apply(Flatten.pCollections());
 * }</pre>
 *
 * <p><b>Several shapes.</b> Topics of different schemas get a Conform each, and are flattened
 * behind them: what comes out has the one schema. Versions that are in one collection, whose schema
 * then has the fields of all of them, are told apart by conditions: {@link #when}. {@link Mapping}
 * says where each field comes from.
 *
 * <p><b>Schemas.</b> Any in; out comes the given one ({@link #withUnmapped} adds to it), with the
 * provenance of the input. All that can be wrong is found when the pipeline is built: a field that
 * nothing is there for, names that do not exist (with the nearest one), types that do not become
 * each other, a default of another type.
 *
 * <p><b>Casts.</b> A value becomes one of another type only where that can be turned back:
 *
 * <ul>
 *   <li>Numbers of all types become each other: wider ones always (BYTE to INT64 to DECIMAL, INT32
 *       and FLOAT to DOUBLE), others where the value allows it: no overflow, no fraction cut off,
 *       no digit lost. A binary number and the decimal that is its shortest text (0.1) are the
 *       same; NaN and the infinities are in FLOAT and DOUBLE only; minus zero becomes zero.
 *   <li>Points in time (DATETIME, MicrosInstant, NanosInstant, Timestamp) become each other where
 *       nothing finer is cut off.
 *   <li>Names of enumerations become texts. What a logical type allows of its base type (a length,
 *       a number of digits) is checked.
 *   <li>Texts, numbers that mean times, and local times are turned only where the mapping asks for
 *       it: {@link Mapping#parsing}, {@link Mapping#printing}, {@link Mapping#epoch}, {@link
 *       Mapping#inZone}.
 *   <li>Rows, arrays and maps become others by what is in them, keys of maps as single values.
 * </ul>
 *
 * <p><b>Errors.</b> A record in which a value does not fit, is null where it may not be, or cannot
 * be computed, and one that no mapping is for, is one dead letter {@code conform_failed}, whose
 * message names each of its top-level fields that failed, and never a value. Without {@link
 * #withDeadLetters} the failure is thrown. Nothing is rounded, cut, or replaced by null.
 *
 * <p><b>Boundedness, windows and timestamps.</b> Bounded and unbounded input, in any windows; all
 * as it comes in. <b>State, ordering, delivery.</b> No state, no order, delivery as the runner's.
 * <b>Counts.</b> {@code records_in, records_out, records_dead.conform_failed}.
 *
 * <p><b>Cost.</b> No shuffle. Fields are found by index; values of the same type are handed on,
 * nested ones too; a row, an array or a map that changes is made anew. An expression costs what
 * {@link Expression} says.
 *
 * <p><b>Runners.</b> All. It is a row-level step: {@link Steps#of} runs it with others in one DoFn.
 */
@AutoValue
public abstract class Conform extends PTransform<PCollection<Row>, PCollection<Row>>
    implements RowStep {

  private static final long serialVersionUID = 1;

  /** The default name of the step in dead letters and counters. */
  public static final String STEP = "Conform";

  /** To a schema, by a mapping. */
  public static Conform to(Schema schema, Mapping mapping) {
    return to(schema).otherwise(mapping);
  }

  /**
   * To a schema. Where neither {@link #when} nor {@link #otherwise} follows, by {@link
   * Mapping#byName}.
   */
  public static Conform to(Schema schema) {
    return new AutoValue_Conform.Builder()
        .setSchema(schema)
        .setConditional(List.of())
        .setUnmapped(Unmapped.DROP)
        .setStepName(STEP)
        .build();
  }

  /**
   * This mapping is for the records of which the condition is true and was so for none of the
   * conditions before. A null in what the condition reads makes it not true, as in SQL; where it
   * cannot be computed for another reason, the record fails. One that no condition is true for
   * fails, too, unless there is {@link #otherwise}.
   *
   * @param condition in CEL, as in {@link Expression}
   * @throws IllegalArgumentException if it is no expression
   */
  public Conform when(String condition, Mapping mapping) {
    Expression expression = Expression.of(condition);
    expression.requireSyntax("Conform.when(" + condition + ")");
    List<ConditionalMapping> more = new ArrayList<>(conditional());
    more.add(new ConditionalMapping(expression, mapping));
    return toBuilder().setConditional(List.copyOf(more)).build();
  }

  /**
   * This mapping is for the records that no condition is true for.
   *
   * @throws IllegalArgumentException if there is one for them already
   */
  public Conform otherwise(Mapping mapping) {
    if (others() != null) {
      throw new IllegalArgumentException(
          "Conform: otherwise() is said twice, or beside a mapping that is for all. Leave one out,"
              + " or say when().");
    }
    return toBuilder().setOthers(mapping).build();
  }

  /**
   * What is done about fields of the input that no mapping and no condition reads. Default: {@link
   * Unmapped#DROP}.
   */
  public Conform withUnmapped(Unmapped unmapped) {
    return toBuilder().setUnmapped(unmapped).build();
  }

  /** Records that fail go to this handler. Default: the failure is thrown. */
  public Conform withDeadLetters(DeadLetters deadLetters) {
    return toBuilder().setDeadLetters(deadLetters).build();
  }

  /**
   * Stops the pipeline where more records than that become dead letters. Default: however many
   * there are, it goes on. Without {@link #withDeadLetters}, and inside of {@link Steps}, it is
   * refused.
   */
  public Conform withErrorThreshold(ErrorThreshold threshold) {
    return toBuilder().setErrorThreshold(threshold).build();
  }

  /**
   * The name of the step in dead letters and counters. Default: {@value #STEP}.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public Conform withStepName(String stepName) {
    if (stepName.isEmpty()) {
      throw new IllegalArgumentException("withStepName() must not be empty.");
    }
    return toBuilder().setStepName(stepName).build();
  }

  abstract Schema schema();

  abstract List<ConditionalMapping> conditional();

  abstract @Nullable Mapping others();

  abstract Unmapped unmapped();

  @Override
  public abstract @Nullable DeadLetters deadLetters();

  abstract @Nullable ErrorThreshold errorThreshold();

  @Override
  public abstract String stepName();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setSchema(Schema schema);

    abstract Builder setConditional(List<ConditionalMapping> conditional);

    abstract Builder setOthers(@Nullable Mapping others);

    abstract Builder setUnmapped(Unmapped unmapped);

    abstract Builder setDeadLetters(@Nullable DeadLetters deadLetters);

    abstract Builder setErrorThreshold(@Nullable ErrorThreshold threshold);

    abstract Builder setStepName(String stepName);

    abstract Conform build();
  }

  /** All mappings in their order. */
  final List<ConditionalMapping> mappings() {
    List<ConditionalMapping> all = new ArrayList<>(conditional());
    Mapping last = others();
    if (last != null || all.isEmpty()) {
      all.add(new ConditionalMapping(null, last == null ? Mapping.byName() : last));
    }
    return all;
  }

  @Override
  public Schema outputSchema(Schema input) {
    if (errorThreshold() != null) {
      throw new IllegalArgumentException(
          stepName()
              + " has an error threshold of its own. Give it to all steps at once:"
              + " Steps.of(...).withErrorThreshold(...).");
    }
    return new ConformPlan(this, input).output();
  }

  @Override
  public RowFunction open(Schema input) {
    return new ConformPlan(this, input).function();
  }

  @Override
  public PCollection<Row> expand(PCollection<Row> input) {
    DeadLetters dead = deadLetters();
    ErrorThreshold threshold = errorThreshold();
    Steps step = Steps.of(toBuilder().setDeadLetters(null).setErrorThreshold(null).build());
    step = dead == null ? step : step.withDeadLetters(dead);
    return input.apply(threshold == null ? step : step.withErrorThreshold(threshold));
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder.add(DisplayData.item("unmapped", unmapped().name()).withLabel("Unmapped Fields"));
    int number = 0;
    for (ConditionalMapping each : mappings()) {
      String before = "mapping" + number++;
      Expression condition = each.condition();
      if (condition != null) {
        builder.add(DisplayData.item(before + ".when", condition.text()));
      }
      for (FieldRule rule : each.mapping().rules()) {
        builder.add(DisplayData.item(before + "." + rule.target().text(), rule.text()));
      }
    }
  }
}
