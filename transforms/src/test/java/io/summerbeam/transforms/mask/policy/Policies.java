package io.summerbeam.transforms.mask.policy;

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

/** Policies at work as on a worker, without a pipeline; and schemas with tags. */
final class Policies {

  private Policies() {}

  /** A policy of these lines, behind the one with the version. */
  static MaskPolicy of(String... lines) {
    return MaskPolicy.parse("p.yaml", "version: 1\n" + String.join("\n", lines) + "\n");
  }

  /** What a policy makes of a row. */
  static Row mask(MaskPolicy policy, Row row) {
    return run(policy.toMask(row.getSchema()), row);
  }

  /** What a step makes of a row. */
  static Row run(RowStep step, Row row) {
    Context context = new Context();
    step.outputSchema(row.getSchema());
    RowFunction function = step.open(row.getSchema());
    Row out = function.apply(row, context);
    function.close();
    if (out == null) {
      throw new AssertionError("it failed: " + context.failures);
    }
    return out;
  }

  /** What is said of a policy that is refused. */
  static String refusal(MaskPolicy policy, Schema schema) {
    return assertThrows(IllegalArgumentException.class, () -> policy.toMask(schema)).getMessage();
  }

  /** What is said of a policy whose fields have an error, in the lines behind the first. */
  static String error(MaskPolicy policy, Schema schema) {
    String message = refusal(policy, schema);
    return message.substring(message.indexOf('\n') + 1).strip();
  }

  static Row row(Schema schema, Object... values) {
    return Row.withSchema(schema).attachValues(Arrays.asList(values));
  }

  /** A field with an option. */
  static Schema.Field tagged(String name, FieldType type, String tag, String value) {
    return Schema.Field.of(name, type)
        .withOptions(Schema.Options.builder().setOption(tag, FieldType.STRING, value).build());
  }

  private static final class Context implements StepContext {

    final List<String> failures = new ArrayList<>();

    @Override
    public void drop() {
      failures.add("dropped");
    }

    @Override
    public void fail(Failure failure) {
      failures.add(failure.message());
    }

    @Override
    public void stop(Failure failure) {
      failures.add(failure.message());
    }

    @Override
    public void count(String what, long count) {
      failures.add("counted");
    }
  }
}
