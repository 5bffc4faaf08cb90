package io.summerbeam.transforms.validate;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.step.RowFunction;
import io.summerbeam.sdk.step.RowStep;
import io.summerbeam.sdk.step.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * Lets the records through that keep all expectations; the others become dead letters.
 *
 * <pre>{@code
 * flights.apply(
 *     Validate.records()
 *         .expect("distance_positive", "distance > 0")
 *         .expect("delay_plausible", "delay", Long.class, delay -> delay >= -1440 && delay <= 2880)
 *         .withDeadLetters(dead))
 * }</pre>
 *
 * <p><b>Schemas.</b> Out comes what came in. Expressions and field names are checked against the
 * schema when the pipeline is built.
 *
 * <p><b>Errors.</b> A record that fails one or several expectations is one dead letter {@code
 * expectation_failed}, whose message names all that failed; without {@link #withDeadLetters} the
 * failure is thrown. Null fails an expectation that has not asked for it (see {@link
 * io.summerbeam.sdk.expression.Expression}); a predicate on a field is not called with null. A
 * predicate that throws makes the record a dead letter {@code transform_failed}.
 *
 * <p><b>Boundedness, windows and timestamps.</b> Bounded and unbounded input, in any windows; all
 * as it comes in. <b>State, ordering, delivery.</b> No state, no order, delivery as the runner's.
 * <b>Counts.</b> {@code records_in, records_out, records_dead.expectation_failed} and {@code
 * expectation_failed.<name>} for each expectation.
 *
 * <p><b>Cost.</b> No shuffle. All expectations are evaluated on each record, expressions prepared
 * beforehand; a row that passes is handed on, not copied. Only a predicate on the whole row of an
 * input with provenance makes a copy.
 *
 * <p><b>Runners.</b> All. It is a row-level step: {@link Steps#of} runs it with others in one DoFn.
 */
@AutoValue
public abstract class Validate extends PTransform<PCollection<Row>, PCollection<Row>>
    implements RowStep {

  private static final long serialVersionUID = 1;

  /** The default name of the step in dead letters and counters. */
  public static final String STEP = "Validate";

  /** What the counters of single expectations begin with; the expectation's name follows. */
  public static final String FAILED_COUNTER = "expectation_failed.";

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

  /** Validates records. At least one expectation must follow. */
  public static Validate records() {
    return new AutoValue_Validate.Builder().setExpectations(List.of()).setStepName(STEP).build();
  }

  /**
   * Expects an expression to be true.
   *
   * @param name letters, digits, {@code _} and {@code -}; starts with a letter
   * @param expression in CEL, as in {@link io.summerbeam.sdk.expression.Expression}
   * @throws IllegalArgumentException if the name is not of that form or is there already
   */
  public Validate expect(String name, String expression) {
    return with(new Expectations.ByExpression(name, expression));
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
    return with(new Expectations.ByField<>(name, field, type, predicate));
  }

  /**
   * Expects a row to satisfy a predicate, which does not see its provenance.
   *
   * @throws IllegalArgumentException if the name is not of the form above or is there already
   */
  public Validate expect(String name, SerializableFunction<Row, Boolean> predicate) {
    return with(new Expectations.ByRow(name, predicate));
  }

  /** Records that fail go to this handler. Default: the failure is thrown. */
  public Validate withDeadLetters(DeadLetters deadLetters) {
    return toBuilder().setDeadLetters(deadLetters).build();
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

  @Override
  public abstract String stepName();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setExpectations(List<Expectation> expectations);

    abstract Builder setDeadLetters(@Nullable DeadLetters deadLetters);

    abstract Builder setStepName(String stepName);

    abstract Validate build();
  }

  @Override
  public Schema outputSchema(Schema input) {
    if (expectations().isEmpty()) {
      throw new IllegalArgumentException(
          "Validate: say what to expect: expect(\"distance_positive\", \"distance > 0\").");
    }
    expectations().forEach(expectation -> expectation.bind(input));
    return input;
  }

  @Override
  public RowFunction open(Schema input) {
    return new ValidateFunction(
        expectations().stream().map(e -> e.bind(input)).toArray(Expectation.Check[]::new),
        expectations().stream().map(Expectation::name).toArray(String[]::new));
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
    for (Expectation expectation : expectations()) {
      builder.add(DisplayData.item(expectation.name(), expectation.text()));
    }
  }

  private Validate with(Expectation expectation) {
    if (!NAME.matcher(expectation.name()).matches()) {
      throw new IllegalArgumentException(
          "expect() must have a name of letters, digits, '_' and '-' that starts with a letter, but"
              + " was: '"
              + expectation.name()
              + "'");
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
}
