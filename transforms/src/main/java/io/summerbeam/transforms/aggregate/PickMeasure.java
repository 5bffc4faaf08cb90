package io.summerbeam.transforms.aggregate;

import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.jspecify.annotations.Nullable;

/** The first of the values of a field in some order: one, or a list. */
record PickMeasure(Pick pick, int limit, String field, @Nullable String by, String name)
    implements Measure {

  PickMeasure {
    if (limit < 1 || limit > Functions.MAX_VALUES) {
      throw new IllegalArgumentException(
          "Aggregate."
              + pick.function()
              + "(): the number of values must be from 1 to "
              + Functions.MAX_VALUES
              + ", but was: "
              + limit);
    }
  }

  @Override
  public String text() {
    return pick.function()
        + "("
        + switch (pick) {
          case TOP, BOTTOM -> limit + ", " + field;
          case COLLECT -> field + ", " + limit;
          default -> by == null ? field : field + ", " + by;
        }
        + ")";
  }

  @Override
  public Bound bind(Schema input, CoderRegistry coders) {
    // Who is asked for the greatest values must be told which they are; ties can be broken anyhow.
    Operand value =
        pick.by() == Pick.By.VALUE
            ? Operand.ordered(field, input, text())
            : Operand.writable(field, input, text());
    Operand order = by == null ? null : Operand.ordered(by, input, text());
    return new BoundPick(
        new Ranking(
            pick,
            value.index(),
            value.coder(),
            value.isOrdered(),
            order == null ? -1 : order.index(),
            order == null ? null : order.coder()),
        limit,
        value.type(),
        order == null
            ? FunctionDigest.of(text(), value.type())
            : FunctionDigest.of(text(), value.type(), order.type()));
  }

  private record BoundPick(Ranking ranking, int limit, FieldType valueType, int digest)
      implements Bound {

    @Override
    public FieldType type() {
      return (ranking.pick().isList() ? FieldType.array(valueType) : valueType).withNullable(true);
    }

    @Override
    public Cell newCell() {
      return new PickCell(ranking, limit);
    }
  }
}
