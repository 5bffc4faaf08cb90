package io.summerbeam.transforms.aggregate;

import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/** One sum divided by another. */
record RatioMeasure(String numerator, String denominator, String name) implements Measure {

  @Override
  public String text() {
    return "ratioOfSums(" + numerator + ", " + denominator + ")";
  }

  @Override
  public Bound bind(Schema input, CoderRegistry coders) {
    Operand above = Operand.number(numerator, input, text());
    Operand below = Operand.number(denominator, input, text());
    return new BoundRatio(
        above, below, text(), FunctionDigest.of(text(), above.type(), below.type()));
  }

  private record BoundRatio(Operand numerator, Operand denominator, String text, int digest)
      implements Bound {

    @Override
    public FieldType type() {
      boolean floating = numerator.isFloating() || denominator.isFloating();
      boolean decimal = numerator.isDecimal() || denominator.isDecimal();
      return (decimal && !floating ? FieldType.DECIMAL : FieldType.DOUBLE).withNullable(true);
    }

    @Override
    public Cell newCell() {
      return new RatioCell(sum(numerator), sum(denominator));
    }

    private Cell sum(Operand operand) {
      if (operand.isWhole()) {
        return WholeNumberCell.total(operand.index());
      }
      return operand.isFloating()
          ? new FloatingPointCell(operand.index(), false)
          : new DecimalCell(operand.index(), text, false);
    }
  }
}
