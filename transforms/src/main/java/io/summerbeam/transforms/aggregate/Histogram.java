package io.summerbeam.transforms.aggregate;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.VarInt;

/**
 * How many numbers there were in which bucket. At first each number has a bucket of its own; where
 * these become too many, the last binary digit of all numbers is left out, then the next, until few
 * enough differ.
 *
 * <p>How many digits are left out follows from which numbers there were, and not from the order or
 * the parts they came in, so the histogram is the same for all of these: what a part leaves out,
 * the whole leaves out, too.
 */
final class Histogram {

  /** How many buckets there are at most. */
  private static final int LIMIT = Functions.EXACT_QUANTILE_VALUES;

  private static final int FEWEST = 4;
  private static final long[] NONE = {};

  // The finite numbers: their bits, as ordered() has them, without the last ones.
  private int leftOut;
  private int size;
  private long[] buckets = NONE;
  private long[] counts = NONE;
  private long least = Long.MAX_VALUE;
  private long greatest = Long.MIN_VALUE;
  // The others, in their order.
  private long negativeInfinities;
  private long positiveInfinities;
  private long notNumbers;

  void add(double number) {
    if (Double.isFinite(number)) {
      long bits = ordered(number);
      least = Math.min(least, bits);
      greatest = Math.max(greatest, bits);
      add(bits >> leftOut, 1);
    } else if (Double.isNaN(number)) {
      notNumbers++;
    } else if (number < 0) {
      negativeInfinities++;
    } else {
      positiveInfinities++;
    }
  }

  void add(Histogram other) {
    negativeInfinities += other.negativeInfinities;
    positiveInfinities += other.positiveInfinities;
    notNumbers += other.notNumbers;
    least = Math.min(least, other.least);
    greatest = Math.max(greatest, other.greatest);
    leaveOut(other.leftOut);
    for (int i = 0; i < other.size; i++) {
      // Adding may leave out more.
      add(other.buckets[i] >> (leftOut - other.leftOut), other.counts[i]);
    }
  }

  boolean isEmpty() {
    return total() == 0;
  }

  /** The least number that has this share of all at or below it. */
  double quantile(double share) {
    // As it is written: 0.07 of 100 are 7.
    long rank =
        BigDecimal.valueOf(share)
            .multiply(BigDecimal.valueOf(total()))
            .setScale(0, RoundingMode.CEILING)
            .longValueExact();
    long before = negativeInfinities;
    if (rank <= before && before > 0) {
      return Double.NEGATIVE_INFINITY;
    }
    if (size > 0 && rank <= before + 1) {
      return number(least);
    }
    for (int i = 0; i < size; i++) {
      before += counts[i];
      if (rank <= before) {
        return rank == before && i == size - 1 ? number(greatest) : middle(buckets[i]);
      }
    }
    return rank <= before + positiveInfinities && positiveInfinities > 0
        ? Double.POSITIVE_INFINITY
        : Double.NaN;
  }

  void encode(OutputStream out) throws IOException {
    VarInt.encode(negativeInfinities, out);
    VarInt.encode(positiveInfinities, out);
    VarInt.encode(notNumbers, out);
    VarInt.encode(size, out);
    if (size == 0) {
      return;
    }
    DataOutputStream data = new DataOutputStream(out);
    data.writeByte(leftOut);
    if (leftOut > 0) {
      data.writeLong(least);
      data.writeLong(greatest);
    }
    data.writeLong(buckets[0]);
    for (int i = 0; i < size; i++) {
      if (i > 0) {
        VarInt.encode(buckets[i] - buckets[i - 1], out);
      }
      VarInt.encode(counts[i], out);
    }
  }

  void decode(InputStream in) throws IOException {
    negativeInfinities = States.readCount(in);
    positiveInfinities = States.readCount(in);
    notNumbers = States.readCount(in);
    size = States.readSize(in, LIMIT);
    if (size == 0) {
      return;
    }
    DataInputStream data = new DataInputStream(in);
    leftOut = States.readSize(in, Long.SIZE - 1);
    if (leftOut > 0) {
      least = data.readLong();
      greatest = data.readLong();
    }
    buckets = new long[size];
    counts = new long[size];
    buckets[0] = data.readLong();
    for (int i = 0; i < size; i++) {
      if (i > 0) {
        buckets[i] = buckets[i - 1] + VarInt.decodeLong(in);
      }
      counts[i] = States.readCount(in);
    }
    if (leftOut == 0) {
      least = buckets[0];
      greatest = buckets[size - 1];
    }
    check();
  }

  private long total() {
    long total = negativeInfinities + positiveInfinities + notNumbers;
    for (int i = 0; i < size; i++) {
      total += counts[i];
    }
    return total;
  }

  private void add(long bucket, long count) {
    int at = Arrays.binarySearch(buckets, 0, size, bucket);
    if (at >= 0) {
      counts[at] += count;
      return;
    }
    int place = -at - 1;
    if (size == buckets.length) {
      // One more than there may be, until the digits that are too many are left out.
      int room = Math.min(LIMIT + 1, Math.max(FEWEST, 2 * size));
      buckets = Arrays.copyOf(buckets, room);
      counts = Arrays.copyOf(counts, room);
    }
    System.arraycopy(buckets, place, buckets, place + 1, size - place);
    System.arraycopy(counts, place, counts, place + 1, size - place);
    buckets[place] = bucket;
    counts[place] = count;
    size++;
    if (size > LIMIT) {
      leaveOut(leftOut + tooMany());
    }
  }

  // How many more digits must be left out for the buckets not to be too many.
  private int tooMany() {
    // Two neighbours stay apart as long as the first digit in which they differ is there.
    int[] apart = new int[Long.SIZE + 1];
    for (int i = 1; i < size; i++) {
      apart[Long.SIZE - Long.numberOfLeadingZeros(buckets[i] ^ buckets[i - 1])]++;
    }
    int left = size;
    int digits = 0;
    while (left > LIMIT) {
      digits++;
      left -= apart[digits];
    }
    return digits;
  }

  private void leaveOut(int digits) {
    int more = digits - leftOut;
    if (more <= 0) {
      return;
    }
    leftOut = digits;
    int last = -1;
    for (int i = 0; i < size; i++) {
      long bucket = buckets[i] >> more;
      if (last >= 0 && buckets[last] == bucket) {
        counts[last] += counts[i];
      } else {
        last++;
        buckets[last] = bucket;
        counts[last] = counts[i];
      }
    }
    size = last + 1;
  }

  // No further from any number of the bucket than half its width.
  private double middle(long bucket) {
    long from = bucket << leftOut;
    long to = from | ((1L << leftOut) - 1);
    double first = number(Math.max(from, least));
    double last = number(Math.min(to, greatest));
    return first == last ? first : first / 2 + last / 2;
  }

  private void check() throws CoderException {
    for (int i = 0; i < size; i++) {
      if (counts[i] == 0 || (i > 0 && buckets[i] <= buckets[i - 1])) {
        throw new CoderException("The buckets of a histogram must be full and ascending.");
      }
    }
    if (least >> leftOut != buckets[0] || greatest >> leftOut != buckets[size - 1]) {
      throw new CoderException("The ends of a histogram must be in its outer buckets.");
    }
  }

  // The bits of a double are in its order, but for the sign. Adding 0 makes 0.0 of -0.0.
  private static long ordered(double number) {
    return flipped(Double.doubleToLongBits(number + 0.0));
  }

  private static double number(long ordered) {
    return Double.longBitsToDouble(flipped(ordered));
  }

  private static long flipped(long bits) {
    return bits ^ ((bits >> (Long.SIZE - 1)) & Long.MAX_VALUE);
  }
}
