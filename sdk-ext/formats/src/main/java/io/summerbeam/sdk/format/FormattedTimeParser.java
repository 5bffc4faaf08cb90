package io.summerbeam.sdk.format;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;

/** Reads times of any pattern, by the JDK's formatter and by writing them again. */
final class FormattedTimeParser extends TimeParser {

  // A time that every pattern can write.
  private static final LocalDateTime SAMPLE = LocalDateTime.of(2001, 2, 3, 16, 5, 6);

  private final DateTimeFormatter formatter;
  private final LocalTimes times;

  FormattedTimeParser(String pattern, LocalTimes times) {
    this.times = times;
    try {
      this.formatter =
          DateTimeFormatter.ofPattern(withProlepticYear(pattern), Locale.ENGLISH)
              .withResolverStyle(ResolverStyle.STRICT);
    } catch (IllegalArgumentException e) {
      throw refuse(pattern, "be one of java.time", e);
    }
    String sample;
    try {
      sample = formatter.format(SAMPLE.atZone(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      throw refuse(pattern, "be one of times", e);
    }
    if (parse(sample) == NONE) {
      throw refuse(pattern, "give year, month and day, and no part of the time of day alone");
    }
  }

  @Override
  long parse(String text) {
    try {
      TemporalAccessor parsed = formatter.parse(text);
      // Where the formatter is lenient, as with letter case and with local times that the clocks
      // skip, the text differs from what it writes.
      return formatter.format(asInstant(parsed)).equals(text) ? toMillis(parsed) : NONE;
    } catch (DateTimeException | ArithmeticException e) {
      return NONE;
    }
  }

  private static TemporalAccessor asInstant(TemporalAccessor parsed) {
    ZoneId zone = parsed.query(TemporalQueries.zone());
    return zone == null ? parsed : Instant.from(parsed).atZone(zone);
  }

  private long toMillis(TemporalAccessor parsed) {
    if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
      return Instant.from(parsed).toEpochMilli();
    }
    LocalDate date = parsed.query(TemporalQueries.localDate());
    LocalTime time = parsed.query(TemporalQueries.localTime());
    if (date == null || (time == null && hasPartOfTime(parsed))) {
      return NONE;
    }
    return time == null ? times.toMillis(date) : times.toMillis(date.atTime(time));
  }

  private static boolean hasPartOfTime(TemporalAccessor parsed) {
    for (ChronoField field : ChronoField.values()) {
      if (field.isTimeBased() && parsed.isSupported(field)) {
        return true;
      }
    }
    return false;
  }

  // In a strict formatter a year of an era is no year.
  private static String withProlepticYear(String pattern) {
    StringBuilder proleptic = new StringBuilder(pattern);
    boolean quoted = false;
    for (int i = 0; i < proleptic.length(); i++) {
      char c = proleptic.charAt(i);
      quoted ^= c == '\'';
      if (c == 'y' && !quoted) {
        proleptic.setCharAt(i, 'u');
      }
    }
    return proleptic.toString();
  }
}
