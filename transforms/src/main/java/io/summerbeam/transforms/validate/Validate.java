package io.summerbeam.transforms.validate;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.ErrorThreshold;
import io.summerbeam.sdk.metric.CounterName;
import io.summerbeam.sdk.step.RowFunction;
import io.summerbeam.sdk.step.RowStep;
import io.summerbeam.sdk.step.Steps;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.jspecify.annotations.Nullable;

/**
 * Lets the records through that keep all expectations; of the others, each expectation says what
 * becomes of those that break it.
 *
 * <pre>{@code
 * flights.apply(
 *     Validate.records()
 *         .expect("distance_positive", "distance > 0")
 *         .expect("delay_plausible", "delay", Long.class, delay -> delay >= -1440 && delay <= 2880)
 *         .expect(Expectation.notNull("origin").withName("has_origin").onFailure(Action.DROP))
 *         .withDeadLetters(dead))
 * }</pre>
 *
 * <p><b>Schemas.</b> Out comes what came in. Expressions, field names, and whether the types fit
 * are checked against the schema when the pipeline is built; everything that is wrong is told at
 * once.
 *
 * <p><b>Actions.</b> Every expectation is evaluated for every record, each by itself. {@link
 * Action#WARN} counts, {@link Action#DROP} drops and counts, {@link Action#DEAD_LETTER} (the
 * default) makes a dead letter, {@link Action#FAIL} throws, whatever handler there is. A record
 * that breaks several meets the severest of their actions, in this order: warn, drop, dead letter,
 * fail.
 *
 * <p><b>Errors.</b> A record is one dead letter {@code expectation_failed}, whose message names all
 * expectations that it breaks, also those that would only warn or drop; without {@link
 * #withDeadLetters} the failure is thrown. Null breaks an expectation that has not asked for it
 * (see {@link Expectation}); a predicate on a field is not called with null. An expectation that
 * throws on a record, as a predicate in Java may, is broken by it: its own action decides, the
 * others are evaluated all the same, and the message says which one threw and of which class.
 * {@link #withErrorThreshold} stops the pipeline where too many records fail.
 *
 * <p><b>One record and several.</b> {@link Expectation#unique}, {@link Expectation#uniqueWithin}
 * and {@link Expectation#monotonic} compare records with each other, {@link Expectation#references}
 * looks into a table. They see all records of the input, also those that break another expectation;
 * who wants to know whether the good ones are unique applies a second Validate behind the first.
 * {@link Steps} refuses them.
 *
 * <p><b>Boundedness, windows and timestamps.</b> Bounded and unbounded input, in any windows; all
 * as it comes in. What compares records is for bounded input in windows that do not merge, and for
 * unbounded input in the global window.
 *
 * <p><b>State, ordering, delivery.</b> No state and no order, but for what compares records, which
 * says itself what it keeps; delivery as the runner's. <b>Counts.</b> {@code records_in,
 * records_out, records_dropped, records_dead.expectation_failed}, and for each expectation {@code
 * expectation_passed.<name>} and {@code expectation_failed.<name>}, whatever its action. They are
 * told at the end of a bundle.
 *
 * <p><b>Cost.</b> No shuffle. All expectations are evaluated on each record, expressions prepared
 * beforehand; a row that passes is handed on, not copied. Only a predicate on the whole row of an
 * input with provenance makes a copy. An expectation that compares records costs a shuffle of the
 * whole input and a state access a record; a reference a look into a hash map.
 *
 * <p><b>Runners.</b> All; {@code uniqueWithin} and {@code unique} not Spark streaming, which has no
 * event-time timers. With expectations on single records it is a row-level step: {@link Steps#of}
 * runs it with others in one DoFn.
 */
@AutoValue
public abstract class Validate extends PTransform<PCollection<Row>, PCollection<Row>>
    implements RowStep {

  private static final long serialVersionUID = 1;

  /** The default name of the step in dead letters and counters. */
  public static final String STEP = "Validate";

  /** What the counters of single expectations begin with; the expectation's name follows. */
  public static final String FAILED_COUNTER = CounterName.EXPECTATION_FAILED + ".";

  /** What the counters of records that kept an expectation begin with; its name follows. */
  public static final String PASSED_COUNTER = CounterName.EXPECTATION_PASSED + ".";

  /** Validates records. At least one expectation must follow. */
  public static Validate records() {
    return new AutoValue_Validate.Builder().setExpectations(List.of()).setStepName(STEP).build();
  }

  /**
   * Expects an expression to be true; a record of which it is not is a dead letter.
   *
   * @param name letters, digits, {@code _} and {@code -}; starts with a letter
   * @param expression in CEL, as in {@link io.summerbeam.sdk.expression.Expression}
   * @throws IllegalArgumentException if the name is not of that form or is there already
   */
  public Validate expect(String name, String expression) {
    return expect(name, expression, Action.DEAD_LETTER);
  }

  /**
   * Expects an expression to be true, and says what becomes of a record of which it is not.
   *
   * @throws IllegalArgumentException if the name is not of the form above or is there already
   */
  public Validate expect(String name, String expression, Action onFailure) {
    return expect(Expectation.that(expression).withName(name).onFailure(onFailure));
  }

  /**
   * Expects the value of a field to satisfy a predicate. Null does not.
   *
   * @param type the Java type of the field in a Row: Long for INT64, String for STRING, for a
   *     logical type what it stands for (LocalDate for SqlTypes.DATE), ...
   * @throws IllegalArgumentException if the name is not of the form above or is there already
   */
  public <T> Validate expect(
      String name, String field, Class<T> type, SerializableFunction<T, Boolean> predicate) {
    return expect(Expectation.that(field, type, predicate).withName(name));
  }

  /**
   * Expects a row to satisfy a predicate, which does not see its provenance.
   *
   * @throws IllegalArgumentException if the name is not of the form above or is there already
   */
  public Validate expect(String name, SerializableFunction<Row, Boolean> predicate) {
    return expect(Expectation.that(predicate).withName(name));
  }

  /**
   * Expects what {@link Expectation} says.
   *
   * @throws IllegalArgumentException if it has no name, or one that is there already
   */
  public Validate expect(Expectation expectation) {
    if (!expectation.hasName()) {
      throw new IllegalArgumentException(
          "expect() must be given an expectation with a name, but '"
              + expectation.text()
              + "' has none: withName(\"...\").");
    }
    if (expectations().stream().anyMatch(e -> e.name().equals(expectation.name()))) {
      throw new IllegalArgumentException(
          "expect() must have a name of its own, but '"
              + expectation.name()
              + "' is there already");
    }
    List<Expectation> more = new ArrayList<>(expectations());
    more.add(expectation);
    return toBuilder().setExpectations(List.copyOf(more)).build();
  }

  /**
   * Expects all that a file says. The file's {@code error_threshold} is taken, too, unless {@link
   * #withErrorThreshold} says another, before or after this.
   *
   * @throws IllegalArgumentException if one has a name that is there already, or names a table that
   *     was not given; if two files have an {@code error_threshold}
   */
  public Validate expect(Expectations expectations) {
    Validate all = this;
    for (Expectation expectation : expectations.all()) {
      all = all.expect(expectation);
    }
    ErrorThreshold threshold = expectations.errorThreshold().orElse(null);
    if (threshold == null) {
      return all;
    }
    if (fileThreshold() != null) {
      throw new IllegalArgumentException(
          "expect() must be given one file with an error_threshold at most, but two have one. Leave"
              + " one out.");
    }
    return all.toBuilder().setFileThreshold(threshold).build();
  }

  /** Records that fail go to this handler. Default: the failure is thrown. */
  public Validate withDeadLetters(DeadLetters deadLetters) {
    return toBuilder().setDeadLetters(deadLetters).build();
  }

  /**
   * Stops the pipeline where more records than that become dead letters. Default: however many
   * there are, it goes on. Without {@link #withDeadLetters} it is refused.
   */
  public Validate withErrorThreshold(ErrorThreshold threshold) {
    return toBuilder().setOwnThreshold(threshold).build();
  }

  /**
   * The name of the step in dead letters and counters. Default: {@value #STEP}.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public Validate withStepName(String stepName) {
    if (stepName.isEmpty()) {
      throw new IllegalArgumentException("withStepName() must not be empty.");
    }
    return toBuilder().setStepName(stepName).build();
  }

  abstract List<Expectation> expectations();

  @Override
  public abstract @Nullable DeadLetters deadLetters();

  abstract @Nullable ErrorThreshold ownThreshold();

  abstract @Nullable ErrorThreshold fileThreshold();

  /** What {@link #withErrorThreshold} says; where it says nothing, what the file says. */
  final @Nullable ErrorThreshold errorThreshold() {
    ErrorThreshold own = ownThreshold();
    return own == null ? fileThreshold() : own;
  }

  @Override
  public abstract String stepName();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setExpectations(List<Expectation> expectations);

    abstract Builder setDeadLetters(@Nullable DeadLetters deadLetters);

    abstract Builder setOwnThreshold(@Nullable ErrorThreshold threshold);

    abstract Builder setFileThreshold(@Nullable ErrorThreshold threshold);

    abstract Builder setStepName(String stepName);

    abstract Validate build();
  }

  @Override
  public Map<TupleTag<?>, PValue> getAdditionalInputs() {
    Map<TupleTag<?>, PValue> tables = new LinkedHashMap<>();
    for (Expectation expectation : expectations()) {
      if (expectation.rule() instanceof ReferenceRule reference) {
        tables.put(new TupleTag<Row>("table of " + expectation.name()), reference.table());
      }
    }
    return tables;
  }

  @Override
  public Schema outputSchema(Schema input) {
    if (errorThreshold() != null) {
      throw new IllegalArgumentException(
          stepName()
              + " has an error threshold of its own. Give it to all steps at once:"
              + " Steps.of(...).withErrorThreshold(...).");
    }
    for (Expectation expectation : expectations()) {
      if (AcrossRecords.isNeededFor(expectation.rule())) {
        throw new IllegalArgumentException(
            expectation.where()
                + ": Steps look at one record at a time, which is not enough for '"
                + expectation.text()
                + "'. Apply this Validate by itself.");
      }
    }
    check(input);
    return input;
  }

  @Override
  public RowFunction open(Schema input) {
    List<RowCheck> checks = new ArrayList<>();
    for (Expectation expectation : expectations()) {
      checks.add(((RowRule) expectation.rule()).bind(input, expectation.where()));
    }
    return new ValidateFunction(
        checks.toArray(RowCheck[]::new),
        new Verdicts(
            expectations().stream().map(Expectation::name).toList(),
            expectations().stream().map(Expectation::action).toList()));
  }

  @Override
  public PCollection<Row> expand(PCollection<Row> input) {
    DeadLetters dead = deadLetters();
    ErrorThreshold threshold = errorThreshold();
    if (expectations().stream().anyMatch(each -> AcrossRecords.isNeededFor(each.rule()))) {
      if (!input.hasSchema()) {
        throw new IllegalArgumentException(
            stepName()
                + ": the input has no schema. Set it with setRowSchema(), or convert with"
                + " Convert.toRows().");
      }
      if (threshold != null && dead == null) {
        throw new IllegalArgumentException(
            stepName()
                + ": withErrorThreshold() must come with withDeadLetters(): without, the first"
                + " record that fails is thrown.");
      }
      check(input.getSchema());
      return AcrossRecords.apply(this, input);
    }
    Steps step =
        Steps.of(
            toBuilder().setDeadLetters(null).setOwnThreshold(null).setFileThreshold(null).build());
    step = dead == null ? step : step.withDeadLetters(dead);
    return input.apply(threshold == null ? step : step.withErrorThreshold(threshold));
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    for (Expectation expectation : expectations()) {
      String action = CounterName.EXPECTATION_ACTION + "." + expectation.name();
      builder
          .add(DisplayData.item(expectation.name(), expectation.text()))
          // The report at the end of a run finds the action by this key.
          .add(
              DisplayData.item(
                      CounterName.of(stepName(), action).metricName(), expectation.action().code())
                  .withLabel("What becomes of records that break " + expectation.name()));
    }
  }

  private void check(Schema input) {
    if (expectations().isEmpty()) {
      throw new IllegalArgumentException(
          "Validate: say what to expect: expect(\"distance_positive\", \"distance > 0\").");
    }
    Expectation.checkAll(expectations(), input);
  }
}
