package io.summerbeam.sdk.format;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pattern of numbers of fixed width and literals: {@code yyyy/MM/dd HH:mm}. */
final class FixedWidthPattern {

  static final int YEAR = 0;
  static final int MONTH = 1;
  static final int DAY = 2;
  static final int HOUR = 3;
  static final int MINUTE = 4;
  static final int SECOND = 5;
  static final int MILLI = 6;
  static final int FIELDS = 7;

  private static final String[] LETTERS = {"uuuu", "MM", "dd", "HH", "mm", "ss", "SSS"};

  /** Either a number, the value of a field, or one character. */
  record Part(int field, int width, char literal) {
    static final int LITERAL = -1;
  }

  final List<Part> parts;
  final int length;
  final boolean isOfDay;

  private FixedWidthPattern(List<Part> parts) {
    this.parts = List.copyOf(parts);
    this.isOfDay = parts.stream().noneMatch(part -> part.field() >= HOUR);
    this.length = parts.stream().mapToInt(Part::width).sum();
  }

  /** The pattern taken apart; null where it has anything else in it, or not all of a date. */
  static @Nullable FixedWidthPattern compile(String pattern) {
    List<Part> parts = new ArrayList<>();
    boolean[] seen = new boolean[FIELDS];
    int i = 0;
    while (i < pattern.length()) {
      char c = pattern.charAt(i);
      if (isLetter(c)) {
        int end = i;
        while (end < pattern.length() && pattern.charAt(end) == c) {
          end++;
        }
        int field = fieldOf(pattern.substring(i, end));
        if (field < 0 || seen[field]) {
          return null;
        }
        seen[field] = true;
        parts.add(new Part(field, end - i, '\0'));
        i = end;
      } else if (c == '\'') {
        int end = pattern.indexOf('\'', i + 1);
        // Two quotes are a quote; that, and one that is not closed, is left to the JDK.
        if (end <= i + 1 || (end + 1 < pattern.length() && pattern.charAt(end + 1) == '\'')) {
          return null;
        }
        pattern.substring(i + 1, end).chars().forEach(each -> parts.add(literal((char) each)));
        i = end + 1;
      } else if ("[]{}#".indexOf(c) >= 0) {
        return null;
      } else {
        parts.add(literal(c));
        i++;
      }
    }
    return isWholeTime(seen) ? new FixedWidthPattern(parts) : null;
  }

  // A date, and of the time of day no part without the larger ones.
  private static boolean isWholeTime(boolean[] seen) {
    boolean whole = seen[YEAR] && seen[MONTH] && seen[DAY];
    for (int field = MINUTE; field < FIELDS; field++) {
      whole &= seen[field - 1] || !seen[field];
    }
    return whole;
  }

  private static Part literal(char c) {
    return new Part(Part.LITERAL, 1, c);
  }

  private static int fieldOf(String letters) {
    for (int field = 0; field < FIELDS; field++) {
      if (LETTERS[field].equals(letters)) {
        return field;
      }
    }
    return letters.equals("yyyy") ? YEAR : -1;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
