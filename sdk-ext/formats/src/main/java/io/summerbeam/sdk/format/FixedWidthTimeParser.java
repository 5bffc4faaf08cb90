package io.summerbeam.sdk.format;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;

/** Reads times of a {@link FixedWidthPattern}: ASCII digits, each number in its full width. */
final class FixedWidthTimeParser extends TimeParser {

  private static final int NANOS_PER_MILLI = 1_000_000;

  private final FixedWidthPattern.Part[] parts;
  private final int length;
  private final boolean isOfDay;
  private final LocalTimes times;
  private final int[] values = new int[FixedWidthPattern.FIELDS];

  FixedWidthTimeParser(FixedWidthPattern pattern, LocalTimes times) {
    this.parts = pattern.parts.toArray(FixedWidthPattern.Part[]::new);
    this.length = pattern.length;
    this.isOfDay = pattern.isOfDay;
    this.times = times;
  }

  @Override
  long parse(String text) {
    if (text.length() != length) {
      return NONE;
    }
    int at = 0;
    for (FixedWidthPattern.Part part : parts) {
      if (part.field() == FixedWidthPattern.Part.LITERAL) {
        if (text.charAt(at) != part.literal()) {
          return NONE;
        }
      } else {
        int value = number(text, at, part.width());
        if (value < 0) {
          return NONE;
        }
        values[part.field()] = value;
      }
      at += part.width();
    }
    return toMillis();
  }

  private long toMillis() {
    int year = values[FixedWidthPattern.YEAR];
    int month = values[FixedWidthPattern.MONTH];
    int day = values[FixedWidthPattern.DAY];
    int hour = values[FixedWidthPattern.HOUR];
    int minute = values[FixedWidthPattern.MINUTE];
    int second = values[FixedWidthPattern.SECOND];
    if (month < 1
        || month > 12
        || day < 1
        || day > YearMonth.of(year, month).lengthOfMonth()
        || hour > 23
        || minute > 59
        || second > 59) {
      return NONE;
    }
    if (isOfDay) {
      return times.toMillis(LocalDate.of(year, month, day));
    }
    return times.toMillis(
        LocalDateTime.of(
            year,
            month,
            day,
            hour,
            minute,
            second,
            values[FixedWidthPattern.MILLI] * NANOS_PER_MILLI));
  }

  private static int number(String text, int from, int width) {
    int value = 0;
    for (int i = from; i < from + width; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
