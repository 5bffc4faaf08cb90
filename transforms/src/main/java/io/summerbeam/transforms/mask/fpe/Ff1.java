package io.summerbeam.transforms.mask.fpe;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * FF1 of NIST SP 800-38G: encrypts numerals of a radix into as many numerals of that radix, so that
 * each sequence of a length has another of that length. With a tweak, which need not be secret, it
 * is another permutation.
 *
 * <p>By the first revision of the standard there must be a million sequences of a length at least:
 * with fewer, who sees some pairs can find the others.
 *
 * <p>For one thread: ciphers and buffers are used again. What depends on a length only is kept for
 * {@value #KEPT} lengths.
 */
final class Ff1 {

  /** How many rounds there are. */
  static final int ROUNDS = 10;

  /** The smallest number of sequences of a length. */
  static final int MIN_DOMAIN = 1_000_000;

  /**
   * The most numerals. The standard has no such limit; the cost of one grows with their number, and
   * a text of so many is none that has a format.
   */
  static final int MAX_LENGTH = 1 << 16;

  private static final int KEPT = 64;

  private final AesBlocks aes;
  private final int radix;
  private final int minLength;
  private final @Nullable Rounds[] kept = new Rounds[KEPT];

  /**
   * @param radix from 2 to 65,536
   * @throws IllegalArgumentException if the key has not 16, 24 or 32 bytes
   */
  Ff1(byte[] key, int radix) {
    this.aes = new AesBlocks(key);
    this.radix = radix;
    int length = 0;
    for (long domain = 1; domain < MIN_DOMAIN; domain *= radix) {
      length++;
    }
    this.minLength = length;
  }

  /** The fewest numerals of which there are {@value #MIN_DOMAIN} sequences. */
  int minLength() {
    return minLength;
  }

  /**
   * Encrypts in place.
   *
   * @param numerals each below the radix; those from {@code length} on are not looked at
   * @param length from {@link #minLength} to {@link #MAX_LENGTH}
   */
  void encrypt(int[] numerals, int length, byte[] tweak) {
    rounds(length).encrypt(numerals, tweak);
  }

  /** Decrypts in place what {@link #encrypt} has made with this tweak. */
  void decrypt(int[] numerals, int length, byte[] tweak) {
    rounds(length).decrypt(numerals, tweak);
  }

  private Rounds rounds(int length) {
    int slot = length % KEPT;
    Rounds rounds = kept[slot];
    if (rounds == null || rounds.length() != length) {
      rounds = make(length);
      kept[slot] = rounds;
    }
    return rounds;
  }

  private Rounds make(int length) {
    if (length < minLength || length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "FF1 takes "
              + minLength
              + " to "
              + MAX_LENGTH
              + " numerals of the radix "
              + radix
              + ", but was given: "
              + length);
    }
    int halfBytes = halfBytes(radix, length);
    return halfBytes <= LongRounds.MAX_HALF_BYTES
        ? new LongRounds(aes, radix, length, halfBytes)
        : new BigRounds(aes, radix, length, halfBytes);
  }

  /**
   * The bytes that the largest number of the longer half of the numerals takes: "b" in the
   * standard.
   */
  static int halfBytes(int radix, int length) {
    BigInteger numbers = BigInteger.valueOf(radix).pow(length - length / 2);
    int bits = numbers.subtract(BigInteger.ONE).bitLength();
    return (bits + Byte.SIZE - 1) / Byte.SIZE;
  }
}
