package io.summerbeam.contract.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What goes wrong with JSON and CSV: values that are beyond something, and what is no text. */
final class TextMutations {

  private static final List<byte[]> NUMBERS =
      bytes(
          "0",
          "-0",
          "-1",
          "1.5",
          "1e3",
          "127",
          "128",
          "-32769",
          "2147483648",
          "-9223372036854775808",
          "9223372036854775808",
          "18446744073709551615",
          "1e999999999",
          "-1e999999999",
          "1e-999999999",
          "0e999999999",
          "1E+99999999999999999999",
          "1e2147483647",
          "1e10000",
          "1e-10001",
          "1.7976931348623159e308",
          "4.9e-324",
          "3.5e38",
          "0.1000000000000000055511151231257827021181583404541015625",
          "01",
          "+1",
          ".5",
          "1.",
          "0x1",
          "NaN",
          "Infinity",
          "-",
          "1e",
          "null",
          "true",
          "false",
          "\"1\"",
          "[]",
          "{}");

  private static final List<byte[]> TOKENS =
      bytes(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "\\",
          "\"\"",
          "{}",
          "[]",
          "null",
          "true",
          "[[]]",
          "{\"a\":{}}",
          "\\ud800",
          "\\udc00",
          "\\ud83d\\ude00",
          "\\u0000",
          "\\n",
          "\\x",
          "/**/",
          "\r\n",
          "\n",
          "\u0000",
          "\ufeff",
          " ",
          "\"scale\":-9223372036854775808,",
          "\"op\":\"t\",",
          "\"2001-02-30T00:00:00Z\"",
          "\"+999999999-12-31T23:59:59.999999999-18:00\"",
          "\"-999999999-01-01\"",
          "\"24:00\"",
          "\"====\"",
          "\"id\":1,",
          "\"id\":null,",
          "\"items\":[{}],",
          "\"payload\":null,",
          "\"schema\":{},");

  /** What no text in UTF-8 has: overlong forms, surrogates, lone and missing parts. */
  private static final List<byte[]> NO_UTF8 =
      List.of(
          new byte[] {(byte) 0xC0, (byte) 0x80},
          new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
          new byte[] {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
          new byte[] {(byte) 0x80},
          new byte[] {(byte) 0xE2, (byte) 0x82},
          new byte[] {(byte) 0xFF, (byte) 0xFE});

  static final List<Mutation> ALL =
      List.of(
          TextMutations::replaceNumber,
          TextMutations::replaceNumber,
          TextMutations::replaceText,
          (record, random) -> Mutation.insert(record, any(TOKENS, random), random),
          (record, random) -> Mutation.insert(record, any(NO_UTF8, random), random),
          TextMutations::repeatMember);

  private TextMutations() {}

  static byte[] any(List<byte[]> all, SplittableRandom random) {
    return all.get(random.nextInt(all.size()));
  }

  private static byte[] replaceNumber(byte[] record, SplittableRandom random) {
    return replaceNumber(record, any(NUMBERS, random), random);
  }

  /** Another number in the place of one of its own; at the start where it has none. */
  static byte[] replaceNumber(byte[] record, byte[] number, SplittableRandom random) {
    int from = 0;
    int at = random.nextInt(record.length + 1);
    for (int i = 0; i < record.length; i++) {
      int place = (at + i) % record.length;
      if (isDigit(record[place])) {
        from = place;
        break;
      }
    }
    while (from > 0 && isDigit(record[from - 1])) {
      from--;
    }
    int to = from;
    while (to < record.length && isDigit(record[to])) {
      to++;
    }
    return Mutation.splice(record, from, to, number);
  }

  private static boolean isDigit(byte b) {
    return (b >= '0' && b <= '9') || b == '.' || b == '-';
  }

  /** Another token in the place of a text, quotes and all. */
  private static byte[] replaceText(byte[] record, SplittableRandom random) {
    int from = indexOf('"', record, random.nextInt(record.length + 1));
    int to = indexOf('"', record, from + 1) + 1;
    return from < 0 || to <= from ? record : Mutation.splice(record, from, to, any(TOKENS, random));
  }

  /** What stands between two commas, once more: a key that is there twice, or a column too many. */
  private static byte[] repeatMember(byte[] record, SplittableRandom random) {
    int from = indexOf(',', record, random.nextInt(record.length + 1));
    int to = indexOf(',', record, from + 1);
    if (from < 0 || to <= from) {
      return record;
    }
    byte[] member = java.util.Arrays.copyOfRange(record, from, to);
    return Mutation.splice(record, to, to, member);
  }

  private static int indexOf(char c, byte[] record, int from) {
    for (int i = from; i < record.length; i++) {
      if (record[i] == c) {
        return i;
      }
    }
    return -1;
  }

  private static List<byte[]> bytes(String... texts) {
    List<byte[]> all = new ArrayList<>();
    for (String each : texts) {
      all.add(each.getBytes(StandardCharsets.UTF_8));
    }
    return List.copyOf(all);
  }
}
