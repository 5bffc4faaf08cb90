package io.summerbeam.transforms.validate;

import io.summerbeam.sdk.expression.BoundCondition;
import io.summerbeam.sdk.expression.Expression;
import io.summerbeam.sdk.schema.Fields;
import io.summerbeam.sdk.source.Provenance;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.Row;

/** The kinds of expectations there are. */
final class Expectations {

  private Expectations() {}

  /** An expression in CEL. */
  record ByExpression(String name, String expression) implements Expectation {

    @Override
    public String text() {
      return expression;
    }

    @Override
    public Check bind(Schema input) {
      BoundCondition condition =
          Expression.of(expression).bindCondition(input, "Validate, expectation '" + name + "'");
      return condition::test;
    }
  }

  /** Java code on the value of one field. */
  record ByField<T>(
      String name, String field, Class<T> type, SerializableFunction<T, Boolean> predicate)
      implements Expectation {

    @Override
    public String text() {
      return "Java predicate on " + field;
    }

    @Override
    public Check bind(Schema input) {
      String where = "Validate, expectation '" + name + "'";
      int index = Fields.indexOf(field, input, where);
      Class<?> actual = ValueClass.of(input.getField(index).getType());
      if (!type.isAssignableFrom(actual)) {
        throw new IllegalArgumentException(
            where
                + ": the field '"
                + field
                + "' holds "
                + actual.getSimpleName()
                + ", but the predicate takes "
                + type.getSimpleName()
                + ".");
      }
      return row -> {
        T value = row.getValue(index);
        return value != null && predicate.apply(value);
      };
    }
  }

  /** Java code on the whole row, which it sees without provenance. */
  record ByRow(String name, SerializableFunction<Row, Boolean> predicate) implements Expectation {

    @Override
    public String text() {
      return "Java predicate";
    }

    @Override
    public Check bind(Schema input) {
      int hidden = Provenance.indexIn(input);
      if (hidden < 0) {
        return predicate::apply;
      }
      Schema visible = Fields.visible(input);
      return row -> predicate.apply(without(hidden, row, visible));
    }

    private static Row without(int hidden, Row row, Schema visible) {
      List<Object> values = new ArrayList<>(row.getValues());
      values.remove(hidden);
      return Row.withSchema(visible).attachValues(values);
    }
  }
}
