package io.summerbeam.io.bigquery;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import org.joda.time.ReadableInstant;

/** Writes times: from the year 1 to 9999, to the microsecond. */
final class TimeCells {

  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant AFTER_LAST = Instant.parse("+10000-01-01T00:00:00Z");
  private static final int NANOS_IN_MICRO = 1000;

  private TimeCells() {}

  static Object datetime(Object value) throws UnwritableRowException {
    return timestamp(Instant.ofEpochMilli(((ReadableInstant) value).getMillis()));
  }

  static Object timestamp(Object value) throws UnwritableRowException {
    Instant time = (Instant) value;
    if (time.isBefore(FIRST) || !time.isBefore(AFTER_LAST)) {
      throw outOfRange();
    }
    checkMicros(time);
    return time.toString();
  }

  static Object date(Object value) throws UnwritableRowException {
    LocalDate date = (LocalDate) value;
    checkYear(date.getYear());
    return date.toString();
  }

  static Object time(Object value) throws UnwritableRowException {
    LocalTime time = (LocalTime) value;
    checkMicros(time);
    // Its own text leaves out seconds that are zero; the service wants them.
    return DateTimeFormatter.ISO_LOCAL_TIME.format(time);
  }

  static Object localDateTime(Object value) throws UnwritableRowException {
    LocalDateTime time = (LocalDateTime) value;
    checkYear(time.getYear());
    checkMicros(time);
    return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
  }

  private static void checkYear(int year) throws UnwritableRowException {
    if (year < 1 || year > 9999) {
      throw outOfRange();
    }
  }

  private static void checkMicros(TemporalAccessor time) throws UnwritableRowException {
    if (time.get(ChronoField.NANO_OF_SECOND) % NANOS_IN_MICRO != 0) {
      throw new UnwritableRowException("is finer than a microsecond");
    }
  }

  private static UnwritableRowException outOfRange() {
    return new UnwritableRowException("is not between the years 1 and 9999");
  }
}
