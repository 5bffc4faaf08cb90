package io.summerbeam.transforms.mask;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.function.UnaryOperator;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.LogicalType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.schemas.logicaltypes.Date;
import org.apache.beam.sdk.schemas.logicaltypes.DateTime;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.NanosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.Timestamp;
import org.joda.time.ReadableInstant;
import org.jspecify.annotations.Nullable;

/** The types of dates and times that can be masked, and what their values are in a Row. */
enum TemporalType {
  /** Beam's DATETIME: an instant of Joda, in milliseconds. */
  JODA_INSTANT {
    @Override
    Object onDate(Object value, UnaryOperator<LocalDate> change, boolean keepsTime) {
      long millis = ((ReadableInstant) value).getMillis();
      LocalDate date = change.apply(LocalDate.ofEpochDay(Math.floorDiv(millis, DAY_MILLIS)));
      long time = keepsTime ? Math.floorMod(millis, DAY_MILLIS) : 0;
      return org.joda.time.Instant.ofEpochMilli(
          Math.addExact(Math.multiplyExact(date.toEpochDay(), DAY_MILLIS), time));
    }
  },

  /** SqlTypes.DATE. */
  DATE {
    @Override
    Object onDate(Object value, UnaryOperator<LocalDate> change, boolean keepsTime) {
      return change.apply((LocalDate) value);
    }
  },

  /** SqlTypes.DATETIME. */
  DATE_TIME {
    @Override
    Object onDate(Object value, UnaryOperator<LocalDate> change, boolean keepsTime) {
      LocalDateTime time = (LocalDateTime) value;
      return change
          .apply(time.toLocalDate())
          .atTime(keepsTime ? time.toLocalTime() : LocalTime.MIDNIGHT);
    }
  },

  /** SqlTypes.TIMESTAMP, and other instants of Java. */
  INSTANT {
    @Override
    Object onDate(Object value, UnaryOperator<LocalDate> change, boolean keepsTime) {
      LocalDateTime time = LocalDateTime.ofInstant((Instant) value, ZoneOffset.UTC);
      return ((LocalDateTime) DATE_TIME.onDate(time, change, keepsTime)).toInstant(ZoneOffset.UTC);
    }
  };

  private static final long DAY_MILLIS = 86_400_000;

  /** The types in words, for messages. */
  static final String NAMES = "DATETIME and the logical types of dates and timestamps";

  /** Which one a field is of; null if it is none. */
  static @Nullable TemporalType of(FieldType type) {
    if (type.getTypeName() == TypeName.DATETIME) {
      return JODA_INSTANT;
    }
    LogicalType<?, ?> logical = type.getLogicalType();
    if (logical == null) {
      return null;
    }
    // Not by class: a type that has come from another SDK is known by its name.
    String name = logical.getIdentifier();
    if (name.equals(Date.IDENTIFIER)) {
      return DATE;
    }
    if (name.equals(DateTime.IDENTIFIER)) {
      return DATE_TIME;
    }
    boolean instant =
        name.equals(MicrosInstant.IDENTIFIER)
            || name.equals(NanosInstant.IDENTIFIER)
            || name.equals(Timestamp.IDENTIFIER);
    return instant ? INSTANT : null;
  }

  /** The value so many days later; an instant at the same time of the day in UTC. */
  final Object plusDays(Object value, long days) throws MaskException {
    return change(value, date -> date.plusDays(days), true);
  }

  /** The first instant of the value's day, month or year; of an instant, those in UTC. */
  final Object startOf(ChronoUnit unit, Object value) throws MaskException {
    return change(
        value,
        date ->
            switch (unit) {
              case YEARS -> date.withDayOfYear(1);
              case MONTHS -> date.withDayOfMonth(1);
              default -> date;
            },
        false);
  }

  private Object change(Object value, UnaryOperator<LocalDate> change, boolean keepsTime)
      throws MaskException {
    try {
      return onDate(value, change, keepsTime);
    } catch (DateTimeException | ArithmeticException e) {
      throw new MaskException("the date it would become is out of the range of the type");
    }
  }

  /**
   * Changes the date of a value.
   *
   * @param keepsTime whether the time of the day stays; else it is the first one
   */
  abstract Object onDate(Object value, UnaryOperator<LocalDate> change, boolean keepsTime);
}
