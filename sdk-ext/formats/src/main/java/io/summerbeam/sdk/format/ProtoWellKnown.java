package io.summerbeam.sdk.format;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.LogicalType;
import org.apache.beam.sdk.schemas.logicaltypes.NanosDuration;
import org.apache.beam.sdk.schemas.logicaltypes.NanosInstant;
import org.jspecify.annotations.Nullable;

/** The messages of {@code google.protobuf} that are values: times and wrappers of scalars. */
final class ProtoWellKnown {

  static final String TIMESTAMP = "google.protobuf.Timestamp";
  static final String DURATION = "google.protobuf.Duration";

  private static final Map<String, ProtoType> WRAPPED =
      Map.of(
          "google.protobuf.DoubleValue", ProtoType.DOUBLE,
          "google.protobuf.FloatValue", ProtoType.FLOAT,
          "google.protobuf.Int64Value", ProtoType.INT64,
          "google.protobuf.UInt64Value", ProtoType.UINT64,
          "google.protobuf.Int32Value", ProtoType.INT32,
          "google.protobuf.UInt32Value", ProtoType.UINT32,
          "google.protobuf.BoolValue", ProtoType.BOOL,
          "google.protobuf.StringValue", ProtoType.STRING,
          "google.protobuf.BytesValue", ProtoType.BYTES);

  // Those of the years 1 and 9999, as Protobuf says.
  private static final long MIN_SECOND = -62_135_596_800L;
  private static final long MAX_SECOND = 253_402_300_799L;
  private static final long MAX_DURATION = 315_576_000_000L;
  private static final int NANOS = 1_000_000_000;
  private static final int NANOS_PER_MILLI = 1_000_000;
  private static final int NANOS_PER_MICRO = 1_000;

  private ProtoWellKnown() {}

  /** What a wrapper wraps; null where it is none. */
  static @Nullable ProtoType wrapped(String message) {
    return WRAPPED.get(message);
  }

  /** The type that has all values of a message; null where it is none of these. */
  static @Nullable FieldType fieldType(String message) {
    ProtoType wrapped = wrapped(message);
    if (wrapped != null) {
      return wrapped.fieldType();
    }
    return switch (message) {
      case TIMESTAMP -> FieldType.logicalType(new NanosInstant());
      case DURATION -> FieldType.logicalType(new NanosDuration());
      default -> null;
    };
  }

  /** The message itself, so that descriptors need not have it. */
  static ProtoMessage message(String name) {
    ProtoType wrapped = wrapped(name);
    List<ProtoField> fields =
        wrapped == null
            ? List.of(field("seconds", 1, ProtoType.INT64), field("nanos", 2, ProtoType.INT32))
            : List.of(field("value", 1, wrapped));
    return new ProtoMessage(name, fields, false, List.of());
  }

  private static ProtoField field(String name, int number, ProtoType type) {
    return new ProtoField(name, number, type, "", false, false, false, false, -1);
  }

  /** Whether a Row's field of a type can be a time or a duration. */
  static boolean fits(String message, FieldType target) {
    LogicalType<?, ?> logical = target.getLogicalType();
    return message.equals(DURATION)
        ? logical != null && logical.getIdentifier().equals(NanosDuration.IDENTIFIER)
        : FieldEventTime.isTime(target);
  }

  /**
   * @param cuts whether what is finer than the type is cut off, or malformed
   */
  static ProtoReader.Finish time(FieldType target, String path, boolean cuts) {
    TimeText time = TimeText.of(target);
    int unit =
        time == TimeText.MILLIS ? NANOS_PER_MILLI : time == TimeText.MICROS ? NANOS_PER_MICRO : 1;
    FieldRule rule =
        new FieldRule(
            switch (unit) {
              case NANOS_PER_MILLI -> "a time in whole milliseconds";
              case NANOS_PER_MICRO -> "a time in whole microseconds";
              default -> "a time";
            },
            path);
    MalformedException outOfRange =
        new MalformedException(rule.butIs(FieldRule.OUT_OF_RANGE).message());
    MalformedException finer = new MalformedException(rule.butIs("finer than that").message());
    return values -> {
      long seconds = number(values[0]);
      int nanos = (int) number(values[1]);
      if (!isTime(seconds, nanos)) {
        throw outOfRange;
      }
      if (!cuts && nanos % unit != 0) {
        throw finer;
      }
      return unit == NANOS_PER_MILLI
          ? org.joda.time.Instant.ofEpochMilli(seconds * 1_000 + nanos / unit)
          : Instant.ofEpochSecond(seconds, nanos - nanos % unit);
    };
  }

  static ProtoReader.Finish duration(String path) {
    MalformedException outOfRange =
        new MalformedException(
            new FieldRule("a duration", path).butIs(FieldRule.OUT_OF_RANGE).message());
    return values -> {
      long seconds = number(values[0]);
      long nanos = number(values[1]);
      if (!isDuration(seconds, nanos)) {
        throw outOfRange;
      }
      return Duration.ofSeconds(seconds, nanos);
    };
  }

  /** Whether Protobuf has a time of so many seconds since 1970, and nanoseconds behind them. */
  static boolean isTime(long seconds, long nanos) {
    return seconds >= MIN_SECOND && seconds <= MAX_SECOND && nanos >= 0 && nanos < NANOS;
  }

  /** Whether Protobuf has a duration of so many seconds, and nanoseconds of the same sign. */
  static boolean isDuration(long seconds, long nanos) {
    // Without abs(), which leaves the least number there is negative.
    return seconds >= -MAX_DURATION
        && seconds <= MAX_DURATION
        && nanos > -NANOS
        && nanos < NANOS
        && (seconds >= 0 || nanos <= 0)
        && (seconds <= 0 || nanos >= 0);
  }

  private static long number(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }
}
