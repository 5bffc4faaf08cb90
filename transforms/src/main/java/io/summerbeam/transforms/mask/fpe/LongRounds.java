package io.summerbeam.transforms.mask.fpe;

import java.math.BigInteger;

/**
 * The rounds where each half of the numerals is a long, unsigned: up to 38 digits. A round is one
 * block of AES and some multiplications; nothing is allocated.
 */
final class LongRounds implements Rounds {

  /** The most bytes of a half. */
  static final int MAX_HALF_BYTES = Long.BYTES;

  private final AesBlocks aes;
  private final LongNumerals conversion;
  private final RoundPrefix prefix;
  private final int length;
  private final Modulus left;
  private final Modulus right;

  /** Whether a round adds 12 bytes of AES's block to a half, not 8: "d" in the standard. */
  private final boolean twelve;

  /** What the number of a round, which comes just before the half, is to be multiplied with. */
  private final long roundHigh;

  private final long roundLow;

  LongRounds(AesBlocks aes, int radix, int length, int halfBytes) {
    this.aes = aes;
    this.conversion = new LongNumerals(radix);
    this.prefix = new RoundPrefix(aes, radix, length, halfBytes);
    this.length = length;
    BigInteger base = BigInteger.valueOf(radix);
    this.left = new Modulus(base.pow(length / 2));
    this.right = new Modulus(base.pow(length - length / 2));
    this.twelve = halfBytes > 4;
    this.roundHigh = halfBytes == MAX_HALF_BYTES ? 1 : 0;
    this.roundLow = halfBytes == MAX_HALF_BYTES ? 0 : 1L << (halfBytes * Byte.SIZE);
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public void encrypt(int[] numerals, byte[] tweak) {
    prefix.absorb(tweak);
    long high = prefix.high();
    long low = prefix.low();
    // The standard swaps the halves after each round; here every other round changes the other one.
    long a = conversion.read(numerals, 0, length / 2);
    long b = conversion.read(numerals, length / 2, length);
    for (int round = 0; round < Ff1.ROUNDS; round += 2) {
      a = left.add(a, mix(high, low, round, b, left));
      b = right.add(b, mix(high, low, round + 1, a, right));
    }
    conversion.write(a, numerals, 0, length / 2);
    conversion.write(b, numerals, length / 2, length);
  }

  @Override
  public void decrypt(int[] numerals, byte[] tweak) {
    prefix.absorb(tweak);
    long high = prefix.high();
    long low = prefix.low();
    long a = conversion.read(numerals, 0, length / 2);
    long b = conversion.read(numerals, length / 2, length);
    for (int round = Ff1.ROUNDS - 2; round >= 0; round -= 2) {
      b = right.subtract(b, mix(high, low, round + 1, a, right));
      a = left.subtract(a, mix(high, low, round, b, left));
    }
    conversion.write(a, numerals, 0, length / 2);
    conversion.write(b, numerals, length / 2, length);
  }

  /** What is added to one half, because the other is {@code half}. */
  private long mix(long high, long low, int round, long half, Modulus modulus) {
    aes.encrypt(high ^ round * roundHigh, low ^ round * roundLow ^ half);
    return twelve
        ? modulus.reduce(
            aes.high() >>> Integer.SIZE,
            (aes.high() << Integer.SIZE) | (aes.low() >>> Integer.SIZE))
        : modulus.reduce(0, aes.high());
  }
}
