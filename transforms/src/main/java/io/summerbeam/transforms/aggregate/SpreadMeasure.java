package io.summerbeam.transforms.aggregate;

import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/** A variance or a standard deviation of numbers. */
record SpreadMeasure(Spread spread, String field, String name) implements Measure {

  @Override
  public String text() {
    return spread.function() + "(" + field + ")";
  }

  @Override
  public Bound bind(Schema input, CoderRegistry coders) {
    Operand operand = Operand.number(field, input, text());
    return new BoundSpread(spread, operand, text(), FunctionDigest.of(text(), operand.type()));
  }

  private record BoundSpread(Spread spread, Operand operand, String text, int digest)
      implements Bound {

    @Override
    public FieldType type() {
      return (operand.isDecimal() ? FieldType.DECIMAL : FieldType.DOUBLE).withNullable(true);
    }

    @Override
    public Cell newCell() {
      if (operand.isWhole()) {
        return new WholeNumberSpreadCell(operand.index(), spread);
      }
      return operand.isFloating()
          ? new FloatingPointSpreadCell(operand.index(), spread)
          : new DecimalSpreadCell(operand.index(), text, spread);
    }
  }
}
