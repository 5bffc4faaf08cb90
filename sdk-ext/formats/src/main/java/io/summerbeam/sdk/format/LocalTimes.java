package io.summerbeam.sdk.format;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Local times of a zone as instants. */
final class LocalTimes {

  private final ZoneId zone;
  private final ZoneRules rules;
  private final @Nullable ZoneOffset always;

  LocalTimes(ZoneId zone) {
    this.zone = zone;
    this.rules = zone.getRules();
    this.always = rules.isFixedOffset() ? rules.getOffset(java.time.Instant.EPOCH) : null;
  }

  /**
   * The milliseconds of a local time; of a time that the clocks show twice, the first; {@link
   * TimeParser#NONE} of one that they skip.
   */
  long toMillis(LocalDateTime time) {
    ZoneOffset offset = always;
    if (offset == null) {
      List<ZoneOffset> offsets = rules.getValidOffsets(time);
      if (offsets.isEmpty()) {
        return TimeParser.NONE;
      }
      offset = offsets.get(0);
    }
    return time.toInstant(offset).toEpochMilli();
  }

  /**
   * The milliseconds of the start of a day: midnight, or where the clocks skip midnight, the first
   * time after it.
   */
  long toMillis(LocalDate day) {
    if (always != null) {
      return toMillis(day.atStartOfDay());
    }
    ZonedDateTime start = day.atStartOfDay(zone);
    // A whole day is skipped where a zone crosses the date line.
    return start.toLocalDate().equals(day) ? start.toInstant().toEpochMilli() : TimeParser.NONE;
  }
}
