package io.summerbeam.transforms.aggregate;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * The sums of floating-point numbers and of their squares, with twice the digits of a double. Null
 * is passed over.
 *
 * <p>Welford's mean of what was seen so far, and Chan's way to merge two, lose digits with each
 * record and in another way for each order. With twice the digits the difference of the two large
 * sums is right: for n numbers whose mean is k times their standard deviation the variance is off
 * by n·k²·2^-100 at most, or by the rounding of the result.
 */
final class FloatingPointSpreadCell implements Cell {

  private final int index;
  private final Spread spread;
  private final DoubledSum sum = new DoubledSum();
  private final DoubledSum squares = new DoubledSum();
  private long count;
  private double least = Double.POSITIVE_INFINITY;
  private double greatest = Double.NEGATIVE_INFINITY;

  FloatingPointSpreadCell(int index, Spread spread) {
    this.index = index;
    this.spread = spread;
  }

  @Override
  public void add(Row row, long time) {
    Number value = row.getValue(index);
    if (value != null) {
      double number = value.doubleValue();
      count++;
      sum.add(number);
      squares.addSquareOf(number);
      least = Math.min(least, number);
      greatest = Math.max(greatest, number);
    }
  }

  @Override
  public void merge(Cell other) {
    FloatingPointSpreadCell cell = (FloatingPointSpreadCell) other;
    count += cell.count;
    sum.add(cell.sum);
    squares.add(cell.squares);
    least = Math.min(least, cell.least);
    greatest = Math.max(greatest, cell.greatest);
  }

  @Override
  public @Nullable Object result() {
    long divisor = spread.divisor(count);
    if (divisor <= 0) {
      return null;
    }
    double variance = sumOfSquares() / count / divisor;
    return spread.isRoot() ? Math.sqrt(variance) : variance;
  }

  @Override
  public void encode(OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    data.writeLong(count);
    sum.encode(data);
    squares.encode(data);
    data.writeDouble(least);
    data.writeDouble(greatest);
  }

  @Override
  public void decode(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    count = data.readLong();
    sum.decode(data);
    squares.decode(data);
    least = data.readDouble();
    greatest = data.readDouble();
  }

  // Count times the sum of the squared distances from the mean.
  private double sumOfSquares() {
    if (least == greatest) {
      // Nothing is left of rounding; and infinity has no distance from itself.
      return Double.isInfinite(least) ? Double.NaN : 0;
    }
    double difference = squares.timesLessSquareOf((double) count, sum);
    // Beyond the range of a DOUBLE it is a NaN, and stays one.
    return difference < 0 ? 0 : difference;
  }
}
