package io.summerbeam.transforms.aggregate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import org.apache.beam.sdk.coders.BigIntegerCoder;
import org.apache.beam.sdk.util.VarInt;
import org.jspecify.annotations.Nullable;

/** The sum of whole numbers, however large. */
final class ExactSum {

  private static final BigIntegerCoder BIG = BigIntegerCoder.of();

  private long sum;
  // What no longer fits into the sum; most groups never have it.
  private @Nullable BigInteger overflow;

  void add(long value) {
    long total = sum + value;
    if (((sum ^ total) & (value ^ total)) < 0) {
      addBig(BigInteger.valueOf(sum).add(BigInteger.valueOf(value)));
      sum = 0;
    } else {
      sum = total;
    }
  }

  /** Adds a number's square. */
  void addSquareOf(long value) {
    if (value == (int) value) {
      add(value * value);
    } else {
      addBig(BigInteger.valueOf(value).pow(2));
    }
  }

  void add(ExactSum other) {
    add(other.sum);
    BigInteger theirs = other.overflow;
    if (theirs != null) {
      addBig(theirs);
    }
  }

  BigInteger total() {
    BigInteger total = BigInteger.valueOf(sum);
    return overflow == null ? total : total.add(overflow);
  }

  void encode(OutputStream out) throws IOException {
    VarInt.encode(zigZag(sum), out);
    BigInteger big = overflow;
    out.write(big == null ? 0 : 1);
    if (big != null) {
      BIG.encode(big, out);
    }
  }

  void decode(InputStream in) throws IOException {
    sum = unZigZag(VarInt.decodeLong(in));
    overflow = States.readFlag(in) ? BIG.decode(in) : null;
  }

  private void addBig(BigInteger value) {
    overflow = overflow == null ? value : overflow.add(value);
  }

  // Beam's VarInt takes ten bytes for a negative number; sums of small ones are often negative.
  private static long zigZag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  private static long unZigZag(long value) {
    return (value >>> 1) ^ -(value & 1);
  }
}
