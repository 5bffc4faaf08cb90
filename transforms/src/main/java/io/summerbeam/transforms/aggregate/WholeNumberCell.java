package io.summerbeam.transforms.aggregate;

import io.summerbeam.sdk.failure.FinalFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import org.apache.beam.sdk.util.VarInt;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** The exact sum of whole numbers, however large, and how many there were. Null is passed over. */
abstract class WholeNumberCell implements Cell {

  private final int index;
  private final ExactSum sum = new ExactSum();
  private long count;

  private WholeNumberCell(int index) {
    this.index = index;
  }

  /** The sum, which must fit into an INT64. */
  static Cell sum(int index, String text) {
    return new WholeNumberCell(index) {
      @Override
      Object result(long count, BigInteger sum) {
        try {
          return sum.longValueExact();
        } catch (ArithmeticException e) {
          throw FinalFailure.toThrow(
              new IllegalStateException(
                  "Aggregate: "
                      + text
                      + " of a group does not fit into an INT64. Convert the field to DECIMAL"
                      + " before.",
                  e));
        }
      }
    };
  }

  /** The sum as a BigInteger, for others to compute with. */
  static Cell total(int index) {
    return new WholeNumberCell(index) {
      @Override
      Object result(long count, BigInteger sum) {
        return sum;
      }
    };
  }

  /** The mean: one division of the exact sum. */
  static Cell mean(int index) {
    return new WholeNumberCell(index) {
      @Override
      Object result(long count, BigInteger sum) {
        return sum.doubleValue() / count;
      }
    };
  }

  abstract Object result(long count, BigInteger sum);

  @Override
  public void add(Row row, long time) {
    Number value = row.getValue(index);
    if (value != null) {
      count++;
      sum.add(value.longValue());
    }
  }

  @Override
  public void merge(Cell other) {
    WholeNumberCell cell = (WholeNumberCell) other;
    count += cell.count;
    sum.add(cell.sum);
  }

  @Override
  public @Nullable Object result() {
    return count == 0 ? null : result(count, sum.total());
  }

  @Override
  public void encode(OutputStream out) throws IOException {
    VarInt.encode(count, out);
    sum.encode(out);
  }

  @Override
  public void decode(InputStream in) throws IOException {
    count = States.readCount(in);
    sum.decode(in);
  }
}
