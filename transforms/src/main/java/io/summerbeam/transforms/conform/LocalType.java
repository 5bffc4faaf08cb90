package io.summerbeam.transforms.conform;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.Date;
import org.apache.beam.sdk.schemas.logicaltypes.DateTime;
import org.apache.beam.sdk.schemas.logicaltypes.Time;
import org.jspecify.annotations.Nullable;

/** A type of what a calendar or a clock shows. */
enum LocalType {
  DATE(Date.IDENTIFIER),
  TIME(Time.IDENTIFIER),
  DATE_AND_TIME(DateTime.IDENTIFIER);

  private final String identifier;

  LocalType(String identifier) {
    this.identifier = identifier;
  }

  /** Null where the type is another. */
  static @Nullable LocalType of(FieldType type) {
    if (type.getTypeName().isLogicalType()) {
      for (LocalType each : values()) {
        if (each.identifier.equals(Types.logical(type).getIdentifier())) {
          return each;
        }
      }
    }
    return null;
  }

  /** What is shown at a time. */
  Object of(Instant time, ZoneId zone) throws MisfitException {
    try {
      LocalDateTime shown = LocalDateTime.ofInstant(time, zone);
      return switch (this) {
        case DATE -> shown.toLocalDate();
        case TIME -> shown.toLocalTime();
        case DATE_AND_TIME -> shown;
      };
    } catch (DateTimeException e) {
      throw new MisfitException("a time outside of the range of " + identifier);
    }
  }

  /** When it is shown; of a date its start. */
  Instant toInstant(Object value, ZoneId zone) throws MisfitException {
    return this == DATE ? startOf((LocalDate) value, zone) : instantOf((LocalDateTime) value, zone);
  }

  static Instant instantOf(LocalDateTime shown, ZoneId zone) throws MisfitException {
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(shown);
    if (offsets.isEmpty()) {
      throw new MisfitException("a local time that the clocks skip");
    }
    return shown.toInstant(offsets.get(0));
  }

  static Instant startOf(LocalDate day, ZoneId zone) throws MisfitException {
    ZonedDateTime start = day.atStartOfDay(zone);
    if (!start.toLocalDate().equals(day)) {
      throw new MisfitException("a day that the calendar skips");
    }
    return start.toInstant();
  }
}
