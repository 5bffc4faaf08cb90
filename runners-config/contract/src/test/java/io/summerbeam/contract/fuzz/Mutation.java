package io.summerbeam.contract.fuzz;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Makes something else of a record, which it does not change. */
interface Mutation {

  byte[] of(byte[] record, SplittableRandom random);

  /** With others in the place of some bytes. */
  static byte[] splice(byte[] bytes, int from, int to, byte[] others) {
    byte[] result = Arrays.copyOf(bytes, bytes.length - (to - from) + others.length);
    System.arraycopy(others, 0, result, from, others.length);
    System.arraycopy(bytes, to, result, from + others.length, bytes.length - to);
    return result;
  }

  /** With others before one of its bytes, or behind the last. */
  static byte[] insert(byte[] bytes, byte[] others, SplittableRandom random) {
    int at = random.nextInt(bytes.length + 1);
    return splice(bytes, at, at, others);
  }

  /** Bytes of any value. */
  static byte[] random(int count, SplittableRandom random) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
