package io.summerbeam.transforms.aggregate;

import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/** A sum or a mean of numbers. */
record SumMeasure(String field, String name, boolean mean) implements Measure {

  @Override
  public String text() {
    return (mean ? "mean(" : "sum(") + field + ")";
  }

  @Override
  public Bound bind(Schema input, CoderRegistry coders) {
    Operand operand = Operand.number(field, input, text());
    int digest = FunctionDigest.of(text(), operand.type());
    if (operand.isWhole()) {
      return new BoundWholeNumber(operand.index(), text(), mean, digest);
    }
    return operand.isFloating()
        ? new BoundFloatingPoint(operand.index(), mean, digest)
        : new BoundDecimal(operand.index(), text(), mean, digest);
  }

  private record BoundWholeNumber(int index, String text, boolean mean, int digest)
      implements Bound {

    @Override
    public FieldType type() {
      return (mean ? FieldType.DOUBLE : FieldType.INT64).withNullable(true);
    }

    @Override
    public Cell newCell() {
      return mean ? WholeNumberCell.mean(index) : WholeNumberCell.sum(index, text);
    }
  }

  private record BoundFloatingPoint(int index, boolean mean, int digest) implements Bound {

    @Override
    public FieldType type() {
      return FieldType.DOUBLE.withNullable(true);
    }

    @Override
    public Cell newCell() {
      return new FloatingPointCell(index, mean);
    }
  }

  private record BoundDecimal(int index, String text, boolean mean, int digest) implements Bound {

    @Override
    public FieldType type() {
      return FieldType.DECIMAL.withNullable(true);
    }

    @Override
    public Cell newCell() {
      return new DecimalCell(index, text, mean);
    }
  }
}
