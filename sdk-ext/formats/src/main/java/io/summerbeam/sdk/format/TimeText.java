package io.summerbeam.sdk.format;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.LogicalType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.jspecify.annotations.Nullable;

/** The types of days and times, and how they are read from ISO 8601. All of it is strict. */
enum TimeText {
  /** DATETIME. */
  MILLIS("", "an ISO 8601 time with its offset, to the millisecond (DATETIME)") {
    @Override
    @Nullable Object tryParse(String text) {
      return Times.parse(text);
    }
  },
  /** An instant that is finer. */
  MICROS(
      MicrosInstant.IDENTIFIER,
      "an ISO 8601 time with its offset, to the microsecond (MicrosInstant)") {
    @Override
    @Nullable Object tryParse(String text) {
      OffsetDateTime time = OffsetDateTime.parse(text);
      return time.getNano() % NANOS_PER_MICRO == 0 ? time.toInstant() : null;
    }
  },
  /** A day. */
  DAY(SqlTypes.DATE.getIdentifier(), "an ISO 8601 day, 2001-01-31 (DATE)") {
    @Override
    Object tryParse(String text) {
      return LocalDate.parse(text);
    }
  },
  /** A time of day. */
  TIME_OF_DAY(SqlTypes.TIME.getIdentifier(), "an ISO 8601 time of day, 23:59:59 (TIME)") {
    @Override
    Object tryParse(String text) {
      return LocalTime.parse(text);
    }
  },
  /** A day with a time of day, in no zone. */
  LOCAL(
      SqlTypes.DATETIME.getIdentifier(),
      "an ISO 8601 time without offset, 2001-01-31T23:59:59 (local DATETIME)") {
    @Override
    Object tryParse(String text) {
      return LocalDateTime.parse(text);
    }
  };

  private static final int NANOS_PER_MICRO = 1_000;

  private final String identifier;
  private final String description;

  TimeText(String identifier, String description) {
    this.identifier = identifier;
    this.description = description;
  }

  /** That of a type; null where the type is no time. */
  static @Nullable TimeText of(FieldType type) {
    if (type.getTypeName() == TypeName.DATETIME) {
      return MILLIS;
    }
    LogicalType<?, ?> logical = type.getLogicalType();
    if (logical != null) {
      for (TimeText each : values()) {
        if (each.identifier.equals(logical.getIdentifier())) {
          return each;
        }
      }
    }
    return null;
  }

  /** What a value must be, to stand behind "must be". */
  String description() {
    return description;
  }

  /** The value as a Row holds it; null where the text is none. */
  final @Nullable Object parse(String text) {
    try {
      return tryParse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  abstract @Nullable Object tryParse(String text);
}
