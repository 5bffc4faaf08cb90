package io.summerbeam.io.jdbc;

import io.summerbeam.io.jdbc.ColumnReader.Misfit;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.joda.time.ReadableInstant;

/** Values as the texts that the database reads, or a {@link Misfit} that says why there is none. */
final class EncodedText {

  private static final int NANOS_OF_MICRO = 1000;
  // "-MM-DD", the end of every date.
  private static final int MONTH_AND_DAY = 6;

  private EncodedText() {}

  static Object of(String text) {
    return KeyColumn.TEXT.formOf(text) == null
        ? new Misfit("has a character that the database has not: a zero, or half of one")
        : text;
  }

  static Object of(ReadableInstant time) {
    return of(java.time.Instant.ofEpochMilli(time.getMillis()));
  }

  static Object of(java.time.Instant time) {
    LocalDateTime utc = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    return isExact(utc.toLocalTime()) ? text(utc, "+00") : tooExact();
  }

  static Object of(LocalDateTime time) {
    return isExact(time.toLocalTime()) ? text(time, "") : tooExact();
  }

  static Object of(LocalTime time) {
    return isExact(time) ? time.toString() : tooExact();
  }

  static String of(LocalDate date) {
    return day(date) + era(date);
  }

  private static String text(LocalDateTime time, String zone) {
    LocalDate date = time.toLocalDate();
    return day(date) + " " + time.toLocalTime() + zone + era(date);
  }

  private static String day(LocalDate date) {
    String iso = date.toString();
    int year = date.getYear();
    if (year >= 1 && year <= 9999) {
      return iso;
    }
    return String.format(Locale.ROOT, "%04d", year > 0 ? year : 1 - year)
        + iso.substring(iso.length() - MONTH_AND_DAY);
  }

  private static String era(LocalDate date) {
    return date.getYear() > 0 ? "" : " BC";
  }

  private static boolean isExact(LocalTime time) {
    return time.toNanoOfDay() % NANOS_OF_MICRO == 0;
  }

  private static Misfit tooExact() {
    return new Misfit("has nanoseconds, which the database has not");
  }
}
