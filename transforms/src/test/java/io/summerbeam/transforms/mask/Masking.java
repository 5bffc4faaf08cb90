package io.summerbeam.transforms.mask;

import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.step.RowFunction;
import io.summerbeam.sdk.step.RowStep;
import io.summerbeam.sdk.step.StepContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;

/** Masks as a worker does, without a pipeline: whole rows, or values of a field "f" by a rule. */
final class Masking {

  private Masking() {}

  /** What a step makes of a row. */
  static Row run(RowStep step, Row row) {
    Context context = new Context();
    Row out = open(step, row).apply(row, context);
    if (!context.failures.isEmpty()) {
      throw new AssertionError(context.failures.get(0).message());
    }
    return out;
  }

  /** What a row fails with in a step. */
  static Failure failure(RowStep step, Row row) {
    Context context = new Context();
    Row out = open(step, row).apply(row, context);
    if (out != null || context.failures.size() != 1) {
      throw new AssertionError("no failure, or several");
    }
    return context.failures.get(0);
  }

  /** A function for rows like this one. */
  static RowFunction open(RowStep step, Row row) {
    step.outputSchema(row.getSchema());
    return step.open(row.getSchema());
  }

  static Object mask(FieldType type, Object value, MaskRule rule) {
    return run(Mask.fields(rule), row(type, value)).getValue(0);
  }

  static Object unmask(FieldType type, Object value, ReversibleMaskRule rule) {
    return run(Unmask.fields(rule), row(type, value)).getValue(0);
  }

  static String mask(String text, MaskRule rule) {
    return (String) mask(FieldType.STRING, text, rule);
  }

  static String unmask(String text, ReversibleMaskRule rule) {
    return (String) unmask(FieldType.STRING, text, rule);
  }

  static String failure(String text, MaskRule rule) {
    return failure(FieldType.STRING, text, rule);
  }

  static String failure(FieldType type, Object value, MaskRule rule) {
    return failure(Mask.fields(rule), row(type, value)).message();
  }

  /** With what a rule for the field "f" is refused if that is of a type. */
  static String refusal(FieldType type, MaskRule rule) {
    return refusal(Mask.fields(rule), Schema.of(Schema.Field.of("f", type)));
  }

  /** With what a step is refused for a schema. */
  static String refusal(RowStep step, Schema schema) {
    return assertThrows(IllegalArgumentException.class, () -> step.outputSchema(schema))
        .getMessage();
  }

  private static Row row(FieldType type, Object value) {
    return row(Schema.of(Schema.Field.of("f", type)), value);
  }

  /** A row that holds these very values. */
  static Row row(Schema schema, Object... values) {
    return Row.withSchema(schema).attachValues(Arrays.asList(values));
  }

  private static final class Context implements StepContext {

    final List<Failure> failures = new ArrayList<>();

    @Override
    public void drop() {
      throw new AssertionError("nothing is dropped");
    }

    @Override
    public void fail(Failure failure) {
      failures.add(failure);
    }

    @Override
    public void stop(Failure failure) {
      throw new AssertionError("nothing is stopped");
    }

    @Override
    public void count(String what, long count) {
      throw new AssertionError("nothing is counted");
    }
  }
}
