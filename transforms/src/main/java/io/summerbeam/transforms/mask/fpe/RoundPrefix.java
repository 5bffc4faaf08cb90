package io.summerbeam.transforms.mask.fpe;

import java.util.Arrays;

/**
 * What all rounds of an encryption begin with. A round authenticates, with CBC-MAC, the block P,
 * the tweak, zeros, its own number, and a half of the numerals ("P || Q" in the standard). Only the
 * last two differ between rounds, so all before them goes through AES once; P, which only depends
 * on lengths, once for many texts.
 */
final class RoundPrefix {

  private final AesBlocks aes;
  private final byte[] p = new byte[AesBlocks.BYTES];
  private final byte[] partial = new byte[AesBlocks.BYTES];
  private final int filled;

  /** P encrypted, with the length that the tweak had last. */
  private int tweakLength = -1;

  private long pHigh;
  private long pLow;

  private long high;
  private long low;

  /**
   * @param length of the numerals
   * @param halfBytes how many bytes a half of the numerals takes
   */
  RoundPrefix(AesBlocks aes, int radix, int length, int halfBytes) {
    this.aes = aes;
    // The number of the round and the half end with a block.
    this.filled = Math.floorMod(-(1 + halfBytes), AesBlocks.BYTES);
    // [1] [2] [1] [radix, 3 bytes] [10] [u mod 256] [n, 4 bytes] [t, 4 bytes]
    long first =
        (0x010201L << 40) | ((long) radix << 16) | (Ff1.ROUNDS << 8) | ((length / 2) & 0xFF);
    AesBlocks.putHalf(p, 0, first);
    AesBlocks.putHalf(p, Long.BYTES, (long) length << Integer.SIZE);
  }

  /** How many bytes of the block that a round goes on with are taken by the prefix. */
  int filled() {
    return filled;
  }

  /** Takes a tweak; {@link #high} and {@link #low} are of it then. */
  void absorb(byte[] tweak) {
    if (tweak.length != tweakLength) {
      aes.encrypt(AesBlocks.half(p, 0), AesBlocks.half(p, Long.BYTES) | tweak.length);
      pHigh = aes.high();
      pLow = aes.low();
      tweakLength = tweak.length;
    }
    high = pHigh;
    low = pLow;
    int blocks = tweak.length & -AesBlocks.BYTES;
    for (int i = 0; i < blocks; i += AesBlocks.BYTES) {
      xor(tweak, i);
      encrypt();
    }
    int rest = tweak.length - blocks;
    if (rest > 0) {
      Arrays.fill(partial, (byte) 0);
      System.arraycopy(tweak, blocks, partial, 0, rest);
      xor(partial, 0);
      if (rest > filled) {
        // Zeros up to the end of this block, and on to where the round begins in the next one.
        encrypt();
      }
    }
  }

  /** The first half of the chaining value, into which the rest of the prefix is mixed already. */
  long high() {
    return high;
  }

  /** The second half. */
  long low() {
    return low;
  }

  private void xor(byte[] bytes, int offset) {
    high ^= AesBlocks.half(bytes, offset);
    low ^= AesBlocks.half(bytes, offset + Long.BYTES);
  }

  private void encrypt() {
    aes.encrypt(high, low);
    high = aes.high();
    low = aes.low();
  }
}
