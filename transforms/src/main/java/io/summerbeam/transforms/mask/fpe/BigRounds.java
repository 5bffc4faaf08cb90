package io.summerbeam.transforms.mask.fpe;

import java.math.BigInteger;
import java.util.Arrays;

/** The rounds where a half of the numerals is more than a long. */
final class BigRounds implements Rounds {

  private final AesBlocks aes;
  private final BigNumerals conversion;
  private final RoundPrefix prefix;
  private final int length;
  private final BigInteger left;
  private final BigInteger right;

  /** The blocks that differ between rounds; they end with the number of the round and a half. */
  private final byte[] blocks;

  private final int roundAt;

  /** How many bytes a round adds to a half: "d" in the standard. */
  private final int mixBytes;

  /** Those bytes, rounded up to blocks, and what AES makes all but the first of. */
  private final byte[] mix;

  private final byte[] counters;

  BigRounds(AesBlocks aes, int radix, int length, int halfBytes) {
    this.aes = aes;
    this.conversion = new BigNumerals(radix);
    this.prefix = new RoundPrefix(aes, radix, length, halfBytes);
    this.length = length;
    BigInteger base = BigInteger.valueOf(radix);
    this.left = base.pow(length / 2);
    this.right = base.pow(length - length / 2);
    this.roundAt = prefix.filled();
    this.blocks = new byte[roundAt + 1 + halfBytes];
    this.mixBytes = (halfBytes + 3) / 4 * 4 + 4;
    int mixBlocks = (mixBytes + AesBlocks.BYTES - 1) / AesBlocks.BYTES;
    this.mix = new byte[mixBlocks * AesBlocks.BYTES];
    this.counters = new byte[mix.length - AesBlocks.BYTES];
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public void encrypt(int[] numerals, byte[] tweak) {
    prefix.absorb(tweak);
    BigInteger a = conversion.read(numerals, 0, length / 2);
    BigInteger b = conversion.read(numerals, length / 2, length);
    for (int round = 0; round < Ff1.ROUNDS; round += 2) {
      a = a.add(mix(round, b)).mod(left);
      b = b.add(mix(round + 1, a)).mod(right);
    }
    conversion.write(a, numerals, 0, length / 2);
    conversion.write(b, numerals, length / 2, length);
  }

  @Override
  public void decrypt(int[] numerals, byte[] tweak) {
    prefix.absorb(tweak);
    BigInteger a = conversion.read(numerals, 0, length / 2);
    BigInteger b = conversion.read(numerals, length / 2, length);
    for (int round = Ff1.ROUNDS - 2; round >= 0; round -= 2) {
      b = b.subtract(mix(round + 1, a)).mod(right);
      a = a.subtract(mix(round, b)).mod(left);
    }
    conversion.write(a, numerals, 0, length / 2);
    conversion.write(b, numerals, length / 2, length);
  }

  /** What is added to one half, because the other is {@code half}. */
  private BigInteger mix(int round, BigInteger half) {
    authenticate(round, half);
    long high = aes.high();
    long low = aes.low();
    AesBlocks.putHalf(mix, 0, high);
    AesBlocks.putHalf(mix, Long.BYTES, low);
    if (counters.length > 0) {
      for (int i = 0; i < counters.length; i += AesBlocks.BYTES) {
        int counter = i / AesBlocks.BYTES + 1;
        AesBlocks.putHalf(counters, i, high);
        AesBlocks.putHalf(counters, i + Long.BYTES, low ^ counter);
      }
      aes.encrypt(counters, counters.length, mix, AesBlocks.BYTES);
    }
    return new BigInteger(1, mix, 0, mixBytes);
  }

  /** CBC-MAC over the prefix, the number of the round and the half; AES's block is the result. */
  private void authenticate(int round, BigInteger half) {
    // A sign byte may come first.
    byte[] bytes = half.toByteArray();
    int count = Math.min(bytes.length, blocks.length - roundAt - 1);
    Arrays.fill(blocks, roundAt + 1, blocks.length - count, (byte) 0);
    System.arraycopy(bytes, bytes.length - count, blocks, blocks.length - count, count);
    blocks[roundAt] = (byte) round;
    long high = prefix.high();
    long low = prefix.low();
    for (int i = 0; i < blocks.length; i += AesBlocks.BYTES) {
      aes.encrypt(high ^ AesBlocks.half(blocks, i), low ^ AesBlocks.half(blocks, i + Long.BYTES));
      high = aes.high();
      low = aes.low();
    }
  }
}
