package io.summerbeam.transforms.aggregate;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/** The values of a field that there are most of, with their numbers. */
record FrequentMeasure(int limit, String field, String name) implements Measure {

  FrequentMeasure {
    if (limit < 1 || limit > FrequentCell.KEPT) {
      throw new IllegalArgumentException(
          "Aggregate.mostFrequent(): the number of values must be from 1 to "
              + FrequentCell.KEPT
              + ", but was: "
              + limit);
    }
  }

  @Override
  public String text() {
    return "mostFrequent(" + limit + ", " + field + ")";
  }

  @Override
  public Bound bind(Schema input, CoderRegistry coders) {
    Operand operand = Operand.ordered(field, input, text());
    Schema counted =
        Schema.builder()
            .addField(Functions.VALUE, operand.type())
            .addInt64Field(Functions.COUNT)
            .build();
    return new BoundFrequent(
        operand.index(),
        limit,
        operand.coder(),
        counted,
        FunctionDigest.of(text(), operand.type()));
  }

  private record BoundFrequent(
      int index, int limit, Coder<Object> coder, Schema counted, int digest) implements Bound {

    @Override
    public FieldType type() {
      return FieldType.array(FieldType.row(counted)).withNullable(true);
    }

    @Override
    public Cell newCell() {
      return new FrequentCell(index, limit, coder, counted);
    }
  }
}
