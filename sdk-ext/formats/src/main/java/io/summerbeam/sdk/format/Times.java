package io.summerbeam.sdk.format;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** The text form of DATETIME fields: ISO 8601 with an offset, {@code 2001-01-01T00:00:00Z}. */
final class Times {

  private static final int NANOS_PER_MILLI = 1_000_000;

  private Times() {}

  /** The instant; null where the text is none, or is finer than a millisecond. */
  static @Nullable Instant parse(String text) {
    try {
      // This formatter is strict: no 24:00, no 30th of February.
      OffsetDateTime time = OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME);
      return time.getNano() % NANOS_PER_MILLI == 0
          ? Instant.ofEpochMilli(time.toInstant().toEpochMilli())
          : null;
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }
}
