package io.summerbeam.contract.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** What goes wrong with bytes of any format. */
final class ByteMutations {

  private static final int MOST = 16;

  static final List<Mutation> ALL =
      List.of(
          ByteMutations::setOne,
          ByteMutations::flipOne,
          ByteMutations::cutOff,
          ByteMutations::cutOut,
          ByteMutations::repeat,
          ByteMutations::swap,
          (record, random) ->
              Mutation.insert(record, Mutation.random(1 + random.nextInt(MOST), random), random));

  private ByteMutations() {}

  private static byte[] setOne(byte[] record, SplittableRandom random) {
    byte[] result = record.clone();
    if (result.length > 0) {
      byte[] notable = {0, 1, 0x7F, (byte) 0x80, (byte) 0xFF, (byte) 0xC0, (byte) 0xED, '"', '\\'};
      result[random.nextInt(result.length)] =
          random.nextBoolean() ? notable[random.nextInt(notable.length)] : (byte) random.nextInt();
    }
    return result;
  }

  private static byte[] flipOne(byte[] record, SplittableRandom random) {
    byte[] result = record.clone();
    if (result.length > 0) {
      result[random.nextInt(result.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
    }
    return result;
  }

  private static byte[] cutOff(byte[] record, SplittableRandom random) {
    return Arrays.copyOf(record, random.nextInt(record.length + 1));
  }

  private static byte[] cutOut(byte[] record, SplittableRandom random) {
    int from = random.nextInt(record.length + 1);
    int to = Math.min(record.length, from + 1 + random.nextInt(MOST));
    return Mutation.splice(record, from, to, new byte[0]);
  }

  /** A part of it once more, or several times. */
  private static byte[] repeat(byte[] record, SplittableRandom random) {
    int from = random.nextInt(record.length + 1);
    int to = Math.min(record.length, from + 1 + random.nextInt(2 * MOST));
    byte[] part = Arrays.copyOfRange(record, from, to);
    byte[] result = record;
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      result = Mutation.splice(result, to, to, part);
    }
    return result;
  }

  private static byte[] swap(byte[] record, SplittableRandom random) {
    byte[] result = record.clone();
    int length = Math.min(result.length, 1 + random.nextInt(MOST));
    int first = random.nextInt(result.length - length + 1);
    int second = random.nextInt(result.length - length + 1);
    System.arraycopy(record, second, result, first, length);
    System.arraycopy(record, first, result, second, length);
    return result;
  }
}
