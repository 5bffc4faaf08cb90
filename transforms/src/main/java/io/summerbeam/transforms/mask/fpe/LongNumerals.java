package io.summerbeam.transforms.mask.fpe;

/** Numerals as a number of at most 64 bits, unsigned, and back ("NUM" and "STR"). */
final class LongNumerals {

  private final int radix;

  /** 2^64 / radix, rounded down, or one less where it is a power of two. */
  private final long inverse;

  LongNumerals(int radix) {
    this.radix = radix;
    this.inverse = Long.divideUnsigned(-1, radix);
  }

  /** The number that the numerals from one index up to another are; it must be below 2^64. */
  long read(int[] numerals, int from, int to) {
    long number = 0;
    for (int i = from; i < to; i++) {
      number = number * radix + numerals[i];
    }
    return number;
  }

  /** Writes a number as the numerals from one index up to another; they must be enough. */
  void write(long number, int[] numerals, int from, int to) {
    for (int i = to - 1; i >= from; i--) {
      // The inverse is not negative. The quotient is right or one too small, by what was rounded.
      long quotient = Math.multiplyHigh(number, inverse) + ((number >> (Long.SIZE - 1)) & inverse);
      long numeral = number - quotient * radix;
      if (numeral >= radix) {
        quotient++;
        numeral -= radix;
      }
      numerals[i] = (int) numeral;
      number = quotient;
    }
  }
}
