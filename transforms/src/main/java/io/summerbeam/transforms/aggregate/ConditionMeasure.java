package io.summerbeam.transforms.aggregate;

import io.summerbeam.sdk.expression.BoundCondition;
import io.summerbeam.sdk.expression.Expression;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/** For how many records a condition is true: their number, their share, for any, for all. */
record ConditionMeasure(Kind kind, String condition, String name) implements Measure {

  /** What is said of the records. */
  enum Kind {
    COUNT("countIf"),
    SHARE("ratio"),
    ANY("any"),
    ALL("all");

    private final String function;

    Kind(String function) {
      this.function = function;
    }
  }

  @Override
  public String text() {
    return kind.function + "(" + condition + ")";
  }

  @Override
  public Bound bind(Schema input, CoderRegistry coders) {
    String where = "Aggregate." + kind.function + "()";
    return new BoundToCondition(
        kind, Expression.of(condition).bindCondition(input, where), FunctionDigest.of(text()));
  }

  private record BoundToCondition(Kind kind, BoundCondition condition, int digest)
      implements Bound {

    @Override
    public FieldType type() {
      return switch (kind) {
        case COUNT -> FieldType.INT64;
        case SHARE -> FieldType.DOUBLE.withNullable(true);
        case ANY, ALL -> FieldType.BOOLEAN.withNullable(true);
      };
    }

    @Override
    public Cell newCell() {
      return new ConditionCell(kind, condition);
    }
  }
}
