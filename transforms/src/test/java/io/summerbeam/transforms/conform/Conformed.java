package io.summerbeam.transforms.conform;

import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.json.RowJson;
import io.summerbeam.sdk.step.StepContext;
import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.Row;

/** What a Conform makes of one row, without a pipeline. */
final class Conformed {

  private Conformed() {}

  /** The row as JSON; or the reason and message of the failure. */
  static String text(Conform conform, Row row) {
    return text(made(conform, row));
  }

  static String text(Object made) {
    return made instanceof Row out
        ? new String(RowJson.toBytesLenient(out), StandardCharsets.UTF_8)
        : made.toString();
  }

  /** The row; or the reason and message of the failure. */
  static Object made(Conform conform, Row row) {
    Schema output = conform.outputSchema(row.getSchema());
    Told told = new Told();
    Row out = SerializableUtils.clone(conform).open(row.getSchema()).apply(row, told);
    if (out == null) {
      return told.what;
    }
    if (!out.getSchema().equals(output)) {
      throw new AssertionError("the row is not of the schema that was said");
    }
    // Looks at the class of each value, at any depth.
    return Row.withSchema(output).addValues(out.getValues()).build();
  }

  /** The value of a single field called v that a single field called v becomes. */
  static Object cast(FieldType from, Object value, FieldType to, Mapping mapping) {
    Schema input = Schema.of(Field.of("v", from));
    Schema output = Schema.of(Field.of("v", to));
    Object made = made(Conform.to(output, mapping), Row.withSchema(input).addValue(value).build());
    return made instanceof Row row ? row.getValue(0) : made;
  }

  static Object cast(FieldType from, Object value, FieldType to) {
    return cast(from, value, to, Mapping.byName());
  }

  private static final class Told implements StepContext {

    private String what = "nothing";

    @Override
    public void drop() {
      what = "dropped";
    }

    @Override
    public void fail(Failure failure) {
      what = failure.reason().code() + ": " + failure.message();
    }

    @Override
    public void stop(Failure failure) {
      what = "stopped";
    }

    @Override
    public void count(String name, long count) {}
  }
}
