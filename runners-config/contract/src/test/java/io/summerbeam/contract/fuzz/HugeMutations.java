package io.summerbeam.contract.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Payloads of up to a megabyte, which is what brokers take: few, because they take their time. */
final class HugeMutations {

  private static final int MEGA = 1_000_000;
  private static final int DEEP = 100_000;

  static final List<Mutation> TEXT =
      List.of(
          // Digits, of a whole number and behind the point.
          (record, random) -> TextMutations.replaceNumber(record, digits(random, ""), random),
          (record, random) -> TextMutations.replaceNumber(record, digits(random, "0."), random),
          // Nested too deep, closed and not.
          (record, random) -> nested("[", "1", "]", random),
          (record, random) -> nested("{\"a\":", "1", "}", random),
          (record, random) ->
              TextMutations.replaceNumber(record, nested("[", "", "", random), random),
          // A key and a text without end.
          (record, random) -> Mutation.insert(record, filled(MEGA, 'x', random), random),
          (record, random) ->
              Mutation.splice(record, 0, 1, join("{\"", filled(MEGA, 'k', random), "\":1,")),
          HugeMutations::manyKeys,
          HugeMutations::manyElements);

  static final List<Mutation> BINARY =
      List.of(
          (record, random) -> Mutation.insert(record, new byte[random.nextInt(MEGA)], random),
          // Of each format some of these are empty values, groups, or numbers that go on.
          (record, random) -> filledBehind(record, (byte) 0x02, random),
          (record, random) -> filledBehind(record, (byte) 0x0B, random),
          (record, random) -> filledBehind(record, (byte) 0x80, random),
          (record, random) -> {
            // A message, which has no bytes, in each of the first fields.
            byte[] empty = {(byte) (random.nextInt(1, 16) << 3 | 2), 0};
            byte[] result = Arrays.copyOf(record, record.length + random.nextInt(MEGA / 2) * 2);
            for (int i = record.length; i + 1 < result.length; i += 2) {
              result[i] = empty[0];
            }
            return result;
          });

  private HugeMutations() {}

  private static byte[] digits(SplittableRandom random, String start) {
    byte[] digits = new byte[random.nextInt(MEGA)];
    for (int i = 0; i < digits.length; i++) {
      digits[i] = (byte) ('1' + random.nextInt(9));
    }
    return join(start, digits, "1");
  }

  private static byte[] nested(String open, String inner, String close, SplittableRandom random) {
    int depth = random.nextInt(DEEP);
    return (open.repeat(depth) + inner + close.repeat(depth)).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] manyKeys(byte[] record, SplittableRandom random) {
    StringBuilder keys = new StringBuilder("{");
    int count = random.nextInt(DEEP / 2);
    long step = random.nextLong() | 1;
    for (int i = 0; i < count; i++) {
      keys.append('"').append(i * step).append("\":").append(i).append(',');
    }
    return Mutation.splice(record, 0, 1, keys.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] manyElements(byte[] record, SplittableRandom random) {
    String[] elements = {"\"\"", "{}", "[]", "1", "null", "{\"sku\":\"\"}"};
    String element = elements[random.nextInt(elements.length)];
    String array = "[" + (element + ",").repeat(random.nextInt(DEEP)) + element + "]";
    return TextMutations.replaceNumber(record, array.getBytes(StandardCharsets.UTF_8), random);
  }

  private static byte[] filled(int most, char c, SplittableRandom random) {
    byte[] bytes = new byte[random.nextInt(most)];
    Arrays.fill(bytes, (byte) c);
    return bytes;
  }

  private static byte[] filledBehind(byte[] record, byte value, SplittableRandom random) {
    byte[] result = Arrays.copyOf(record, record.length + random.nextInt(MEGA));
    Arrays.fill(result, random.nextInt(record.length + 1), result.length, value);
    return result;
  }

  private static byte[] join(String start, byte[] bytes, String end) {
    byte[] first = start.getBytes(StandardCharsets.UTF_8);
    byte[] last = end.getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(first, first.length + bytes.length + last.length);
    System.arraycopy(bytes, 0, all, first.length, bytes.length);
    System.arraycopy(last, 0, all, first.length + bytes.length, last.length);
    return all;
  }
}
