package io.summerbeam.transforms.mask.fpe;

import java.math.BigInteger;

/** Numerals as a number of any size and back ("NUM" and "STR"), as many at once as a long holds. */
final class BigNumerals {

  private final LongNumerals few;
  private final int chunk;
  private final BigInteger chunkSize;

  BigNumerals(int radix) {
    this.few = new LongNumerals(radix);
    int count = 1;
    long size = radix;
    while (size <= Long.MAX_VALUE / radix) {
      size *= radix;
      count++;
    }
    this.chunk = count;
    this.chunkSize = BigInteger.valueOf(size);
  }

  /** The number that the numerals from one index up to another are. */
  BigInteger read(int[] numerals, int from, int to) {
    // What does not fill a chunk comes first, so that all others are full.
    int next = from + (to - from) % chunk;
    BigInteger number = BigInteger.valueOf(few.read(numerals, from, next));
    for (; next < to; next += chunk) {
      BigInteger value = BigInteger.valueOf(few.read(numerals, next, next + chunk));
      number = number.multiply(chunkSize).add(value);
    }
    return number;
  }

  /** Writes a number as the numerals from one index up to another; they must be enough. */
  void write(BigInteger number, int[] numerals, int from, int to) {
    int end = to;
    for (; end - chunk >= from; end -= chunk) {
      BigInteger[] divided = number.divideAndRemainder(chunkSize);
      few.write(divided[1].longValue(), numerals, end - chunk, end);
      number = divided[0];
    }
    few.write(number.longValue(), numerals, from, end);
  }
}
