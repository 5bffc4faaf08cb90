package io.summerbeam.transforms.aggregate;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import org.apache.beam.sdk.coders.BigIntegerCoder;
import org.apache.beam.sdk.util.VarInt;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** The exact sum of whole numbers, however large, and how many there were. Null is passed over. */
abstract class WholeNumberCell implements Cell {

  private static final BigIntegerCoder BIG = BigIntegerCoder.of();

  private final int index;
  private long count;
  private long sum;
  // What no longer fits into the sum; most groups never have it.
  private @Nullable BigInteger overflow;

  private WholeNumberCell(int index) {
    this.index = index;
  }

  /** The sum, which must fit into an INT64. */
  static Cell sum(int index, String text) {
    return new WholeNumberCell(index) {
      @Override
      @Nullable Object result(long count, BigInteger sum) {
        try {
          return count == 0 ? null : (Object) sum.longValueExact();
        } catch (ArithmeticException e) {
          throw new IllegalStateException(
              "Aggregate: "
                  + text
                  + " of a group does not fit into an INT64. Convert the field to DECIMAL before.",
              e);
        }
      }
    };
  }

  /** The mean: one division of the exact sum. */
  static Cell mean(int index) {
    return new WholeNumberCell(index) {
      @Override
      @Nullable Object result(long count, BigInteger sum) {
        return count == 0 ? null : (Object) (sum.doubleValue() / count);
      }
    };
  }

  abstract @Nullable Object result(long count, BigInteger sum);

  @Override
  public void add(Row row, long time) {
    Number value = row.getValue(index);
    if (value != null) {
      count++;
      add(value.longValue());
    }
  }

  @Override
  public void merge(Cell other) {
    WholeNumberCell cell = (WholeNumberCell) other;
    count += cell.count;
    add(cell.sum);
    BigInteger theirs = cell.overflow;
    if (theirs != null) {
      overflow = overflow == null ? theirs : overflow.add(theirs);
    }
  }

  @Override
  public @Nullable Object result() {
    BigInteger total = BigInteger.valueOf(sum);
    return result(count, overflow == null ? total : total.add(overflow));
  }

  @Override
  public void encode(OutputStream out) throws IOException {
    VarInt.encode(count, out);
    VarInt.encode(zigZag(sum), out);
    BigInteger big = overflow;
    out.write(big == null ? 0 : 1);
    if (big != null) {
      BIG.encode(big, out);
    }
  }

  @Override
  public void decode(InputStream in) throws IOException {
    count = VarInt.decodeLong(in);
    sum = unZigZag(VarInt.decodeLong(in));
    overflow = new DataInputStream(in).readByte() == 0 ? null : BIG.decode(in);
  }

  private void add(long value) {
    long total = sum + value;
    if (((sum ^ total) & (value ^ total)) < 0) {
      BigInteger both = BigInteger.valueOf(sum).add(BigInteger.valueOf(value));
      overflow = overflow == null ? both : overflow.add(both);
      sum = 0;
    } else {
      sum = total;
    }
  }

  // Beam's VarInt takes ten bytes for a negative number; sums of small ones are often negative.
  private static long zigZag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  private static long unZigZag(long value) {
    return (value >>> 1) ^ -(value & 1);
  }
}
