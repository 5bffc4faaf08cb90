package io.summerbeam.transforms.aggregate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import org.apache.beam.sdk.util.VarInt;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** The exact sums of whole numbers and of their squares. Null is passed over. */
final class WholeNumberSpreadCell implements Cell {

  private final int index;
  private final Spread spread;
  private final ExactSum sum = new ExactSum();
  private final ExactSum squares = new ExactSum();
  private long count;

  WholeNumberSpreadCell(int index, Spread spread) {
    this.index = index;
    this.spread = spread;
  }

  @Override
  public void add(Row row, long time) {
    Number value = row.getValue(index);
    if (value != null) {
      count++;
      sum.add(value.longValue());
      squares.addSquareOf(value.longValue());
    }
  }

  @Override
  public void merge(Cell other) {
    WholeNumberSpreadCell cell = (WholeNumberSpreadCell) other;
    count += cell.count;
    sum.add(cell.sum);
    squares.add(cell.squares);
  }

  @Override
  public @Nullable Object result() {
    long divisor = spread.divisor(count);
    if (divisor <= 0) {
      return null;
    }
    BigInteger records = BigInteger.valueOf(count);
    double variance =
        squares.total().multiply(records).subtract(sum.total().pow(2)).doubleValue()
            / records.multiply(BigInteger.valueOf(divisor)).doubleValue();
    return spread.isRoot() ? Math.sqrt(variance) : variance;
  }

  @Override
  public void encode(OutputStream out) throws IOException {
    VarInt.encode(count, out);
    sum.encode(out);
    squares.encode(out);
  }

  @Override
  public void decode(InputStream in) throws IOException {
    count = States.readCount(in);
    sum.decode(in);
    squares.decode(in);
  }
}
