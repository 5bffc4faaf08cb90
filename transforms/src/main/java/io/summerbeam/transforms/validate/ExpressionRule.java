package io.summerbeam.transforms.validate;

import io.summerbeam.sdk.expression.BoundCondition;
import io.summerbeam.sdk.expression.Expression;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;

/** An expression in CEL. */
record ExpressionRule(Expression expression) implements RowRule {

  @Override
  public String text() {
    return expression.text();
  }

  @Override
  public RowCheck bind(Schema input, String where) {
    return new Check(expression.bindCondition(input, where));
  }

  private static final class Check extends RowCheck {

    private final BoundCondition condition;

    Check(BoundCondition condition) {
      this.condition = condition;
    }

    @Override
    boolean holds(Row row) {
      return condition.test(row);
    }
  }
}
