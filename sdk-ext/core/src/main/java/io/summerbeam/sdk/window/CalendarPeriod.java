package io.summerbeam.sdk.window;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.concurrent.TimeUnit;

/** What a calendar is cut into. */
enum CalendarPeriod {
  DAYS("days", 1, 0) {
    @Override
    LocalDate firstOf(LocalDate date) {
      return date;
    }

    @Override
    LocalDate after(LocalDate first) {
      return first.plusDays(1);
    }
  },

  /** ISO weeks. The first Monday before 1970 was three days before. */
  WEEKS("weeks", 7, 3) {
    @Override
    LocalDate firstOf(LocalDate date) {
      return date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    @Override
    LocalDate after(LocalDate first) {
      return first.plusWeeks(1);
    }
  },

  MONTHS("months", 0, 0) {
    @Override
    LocalDate firstOf(LocalDate date) {
      return date.withDayOfMonth(1);
    }

    @Override
    LocalDate after(LocalDate first) {
      return first.plusMonths(1);
    }
  };

  private final String text;
  private final long length;
  private final long begunBefore1970;

  CalendarPeriod(String text, int days, int begunBefore1970) {
    this.text = text;
    this.length = TimeUnit.DAYS.toMillis(days);
    this.begunBefore1970 = TimeUnit.DAYS.toMillis(begunBefore1970);
  }

  /** The first date of the period that has this date. */
  abstract LocalDate firstOf(LocalDate date);

  /** The first date of the period after the one that begins with this date. */
  abstract LocalDate after(LocalDate first);

  /** Milliseconds where the clocks never change; 0 where one is longer than another. */
  long length() {
    return length;
  }

  /** How many of its milliseconds had passed when 1970 began. */
  long begunBefore1970() {
    return begunBefore1970;
  }

  @Override
  public String toString() {
    return text;
  }
}
