package io.summerbeam.transforms.aggregate;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/** A minimum or a maximum. */
record ExtremeMeasure(String field, String name, boolean greatest) implements Measure {

  @Override
  public String text() {
    return (greatest ? "max(" : "min(") + field + ")";
  }

  @Override
  public Bound bind(Schema input, CoderRegistry coders) {
    Operand operand = Operand.ordered(field, input, text());
    return new BoundExtreme(
        operand.index(),
        greatest,
        operand.type().withNullable(true),
        NullableCoder.of(operand.coder()),
        FunctionDigest.of(text(), operand.type()));
  }

  private record BoundExtreme(
      int index, boolean greatest, FieldType type, Coder<Object> coder, int digest)
      implements Bound {

    @Override
    public Cell newCell() {
      return new ExtremeCell(index, greatest, coder);
    }
  }
}
