package io.summerbeam.sdk.format;

import java.util.Arrays;
import java.util.Random;

/** Records with something wrong in them, always the same ones. */
final class Mutations {

  private final Random random;

  Mutations(long seed) {
    this.random = new Random(seed);
  }

  /** A copy with up to four changes: bytes set, flipped, cut out, doubled, swapped with others. */
  byte[] of(byte[] record) {
    byte[] mutant = record.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes && mutant.length > 0; i++) {
      mutant = change(mutant);
    }
    return mutant;
  }

  private byte[] change(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    int length = Math.min(1 + random.nextInt(12), bytes.length - at);
    switch (random.nextInt(6)) {
      case 0 -> bytes[at] = (byte) random.nextInt();
      case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0xFF : 0x7F);
      case 3 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 4 -> {
        byte[] less = Arrays.copyOf(bytes, bytes.length - length);
        System.arraycopy(bytes, at + length, less, at, bytes.length - at - length);
        return less;
      }
      default -> {
        byte[] more = Arrays.copyOf(bytes, bytes.length + length);
        System.arraycopy(bytes, at, more, at + length, bytes.length - at);
        return more;
      }
    }
    return bytes;
  }
}
