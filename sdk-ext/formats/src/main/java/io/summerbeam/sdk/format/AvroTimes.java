package io.summerbeam.sdk.format;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.joda.time.ReadableInstant;
import org.jspecify.annotations.Nullable;

/** Makes the readers and writers of days and times. What is finer than its type is refused. */
final class AvroTimes {

  private static final String STAMP_MILLIS = "timestamp-millis";
  private static final String STAMP_MICROS = "timestamp-micros";
  private static final String LOCAL_MILLIS = "local-timestamp-millis";
  private static final String LOCAL_MICROS = "local-timestamp-micros";
  private static final String TIME_MILLIS = "time-millis";
  private static final String TIME_MICROS = "time-micros";
  private static final String DATE = "date";

  private static final long MICROS_PER_MILLI = 1_000;
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final int NANOS_PER_MICRO = 1_000;
  private static final int NANOS_PER_MILLI = 1_000_000;
  private static final long NANOS_PER_DAY = 86_400_000_000_000L;

  private AvroTimes() {}

  /** The reader of a writer's times as a Row's; null where they are no form of these. */
  static @Nullable AvroReader reader(Schema writer, FieldType type, String path) {
    String form = form(writer);
    return switch (kind(type)) {
      case MILLIS ->
          switch (form) {
            case STAMP_MILLIS -> in -> org.joda.time.Instant.ofEpochMilli(in.readLong());
            case STAMP_MICROS -> in -> wholeMillis(in.readLong(), path);
            default -> null;
          };
      case MICROS ->
          switch (form) {
            case STAMP_MILLIS -> in -> Instant.ofEpochMilli(in.readLong());
            case STAMP_MICROS -> in -> instant(in.readLong());
            default -> null;
          };
      case DAY -> form.equals(DATE) ? in -> LocalDate.ofEpochDay(in.readInt()) : null;
      case TIME_OF_DAY ->
          switch (form) {
            case TIME_MILLIS -> in -> timeOfDay(in.readInt(), NANOS_PER_MILLI, path);
            case TIME_MICROS -> in -> timeOfDay(in.readLong(), NANOS_PER_MICRO, path);
            default -> null;
          };
      case LOCAL ->
          switch (form) {
            case LOCAL_MILLIS -> in -> local(Instant.ofEpochMilli(in.readLong()));
            case LOCAL_MICROS -> in -> local(instant(in.readLong()));
            default -> null;
          };
    };
  }

  /** The writer of a Row's times; null where the form is none of theirs. */
  static @Nullable AvroWriter writer(Schema writer, FieldType type, String path) {
    String form = form(writer);
    return switch (kind(type)) {
      case MILLIS ->
          switch (form) {
            case STAMP_MILLIS -> (value, out) -> out.writeLong(((ReadableInstant) value).getMillis());
            case STAMP_MICROS ->
                exact(
                    path,
                    (value, out) ->
                        out.writeLong(
                            Math.multiplyExact(
                                ((ReadableInstant) value).getMillis(), MICROS_PER_MILLI)));
            default -> null;
          };
      case MICROS ->
          switch (form) {
            case STAMP_MILLIS -> exact(path, (value, out) -> out.writeLong(millis((Instant) value)));
            case STAMP_MICROS -> exact(path, (value, out) -> out.writeLong(micros((Instant) value)));
            default -> null;
          };
      case DAY ->
          form.equals(DATE)
              ? exact(
                  path,
                  (value, out) -> out.writeLong(Math.toIntExact(((LocalDate) value).toEpochDay())))
              : null;
      case TIME_OF_DAY ->
          switch (form) {
            case TIME_MILLIS -> exact(path, (value, out) -> writeTime(value, NANOS_PER_MILLI, out));
            case TIME_MICROS -> exact(path, (value, out) -> writeTime(value, NANOS_PER_MICRO, out));
            default -> null;
          };
      case LOCAL ->
          switch (form) {
            case LOCAL_MILLIS -> exact(path, (value, out) -> out.writeLong(millis(utc(value))));
            case LOCAL_MICROS -> exact(path, (value, out) -> out.writeLong(micros(utc(value))));
            default -> null;
          };
    };
  }

  private static TimeText kind(FieldType type) {
    TimeText kind = TimeText.of(type);
    if (kind == null) {
      throw new IllegalArgumentException("The type " + type.getTypeName() + " is no time.");
    }
    return kind;
  }

  private static String form(Schema avro) {
    LogicalType logical = avro.getLogicalType();
    return logical == null ? "" : logical.getName();
  }

  private static Object wholeMillis(long micros, String path) throws MalformedException {
    if (micros % MICROS_PER_MILLI != 0) {
      throw new MalformedException(
          "field '" + path + "' must be a time in whole milliseconds (DATETIME), but is finer");
    }
    return org.joda.time.Instant.ofEpochMilli(micros / MICROS_PER_MILLI);
  }

  private static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS_PER_SECOND),
        Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO);
  }

  private static LocalDateTime local(Instant utc) {
    return LocalDateTime.ofEpochSecond(utc.getEpochSecond(), utc.getNano(), ZoneOffset.UTC);
  }

  private static Object timeOfDay(long value, int nanos, String path) throws MalformedException {
    if (value < 0 || value >= NANOS_PER_DAY / nanos) {
      throw new MalformedException(
          "field '" + path + "' must be a time of day (TIME), but is outside of a day");
    }
    return LocalTime.ofNanoOfDay(value * nanos);
  }

  private static Instant utc(Object local) {
    return ((LocalDateTime) local).toInstant(ZoneOffset.UTC);
  }

  private static long millis(Instant time) {
    exactly(time.getNano(), NANOS_PER_MILLI);
    return time.toEpochMilli();
  }

  private static long micros(Instant time) {
    long seconds = time.getEpochSecond();
    long micros = exactly(time.getNano(), NANOS_PER_MICRO);
    // The first second there is does not fit as a whole.
    if (seconds < 0 && micros > 0) {
      seconds++;
      micros -= MICROS_PER_SECOND;
    }
    return Math.addExact(Math.multiplyExact(seconds, MICROS_PER_SECOND), micros);
  }

  private static void writeTime(Object value, int nanos, AvroOutput out) {
    out.writeLong(exactly(((LocalTime) value).toNanoOfDay(), nanos));
  }

  private static long exactly(long nanos, int unit) {
    if (nanos % unit != 0) {
      throw new ArithmeticException("finer");
    }
    return nanos / unit;
  }

  /** A time that is finer than its form, or beyond it, is not written. */
  private static AvroWriter exact(String path, AvroWriter writer) {
    return (value, out) -> {
      try {
        writer.write(value, out);
      } catch (ArithmeticException e) {
        throw new UnwritableException(
            "field '" + path + "' is a time that is finer than the writer's schema, or beyond it",
            e);
      }
    };
  }
}
