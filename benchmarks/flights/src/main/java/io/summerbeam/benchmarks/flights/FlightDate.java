package io.summerbeam.benchmarks.flights;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.concurrent.TimeUnit;

/**
 * Reads {@code 2001/01/31 23:59} digit by digit: a DateTimeFormatter takes longer than the rest.
 */
final class FlightDate {

  /** What stands for a text that is no date. */
  static final long NONE = Long.MIN_VALUE;

  private static final String FORM = "0000/00/00 00:00";

  private FlightDate() {}

  /** The milliseconds since 1970, or {@link #NONE}. */
  static long millis(String text) {
    if (!hasForm(text)) {
      return NONE;
    }
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    if (month < 1 || month > 12 || hour > 23 || minute > 59) {
      return NONE;
    }
    if (day < 1 || day > YearMonth.of(year, month).lengthOfMonth()) {
      return NONE;
    }
    return TimeUnit.DAYS.toMillis(LocalDate.of(year, month, day).toEpochDay())
        + TimeUnit.MINUTES.toMillis(hour * 60L + minute);
  }

  private static boolean hasForm(String text) {
    if (text.length() != FORM.length()) {
      return false;
    }
    for (int i = 0; i < FORM.length(); i++) {
      char expected = FORM.charAt(i);
      char actual = text.charAt(i);
      if (expected == '0' ? actual < '0' || actual > '9' : actual != expected) {
        return false;
      }
    }
    return true;
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + (text.charAt(i) - '0');
    }
    return number;
  }
}
