package io.summerbeam.sdk.format;

import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.LogicalType;
import org.apache.beam.sdk.schemas.logicaltypes.NanosInstant;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.joda.time.ReadableInstant;

/** Reads the event time from a field that is a time, or milliseconds. */
final class FieldEventTime implements EventTimeReader {

  private static final long MIN = BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis();
  private static final long MAX = GlobalWindow.INSTANCE.maxTimestamp().getMillis();
  private static final long MILLIS = 1_000;

  private final int index;
  private final String field;

  FieldEventTime(int index, String field) {
    this.index = index;
    this.field = field;
  }

  @Override
  public Instant read(Row row) throws MalformedException {
    Object value = row.getValue(index);
    if (value == null) {
      throw new MalformedException("field '" + field + "' must be the event time, but is null");
    }
    return inRange(millis(value), field);
  }

  /** Whether a type's values are instants. */
  static boolean isTime(FieldType type) {
    TimeText time = TimeText.of(type);
    LogicalType<?, ?> logical = type.getLogicalType();
    return time == TimeText.MILLIS
        || time == TimeText.MICROS
        || (logical != null && logical.getIdentifier().equals(NanosInstant.IDENTIFIER));
  }

  private static long millis(Object value) {
    if (value instanceof ReadableInstant time) {
      return time.getMillis();
    }
    if (value instanceof java.time.Instant time) {
      // Outside of Beam's range it is enough to know on which side.
      return time.getEpochSecond() > MAX / MILLIS
          ? Long.MAX_VALUE
          : time.getEpochSecond() < MIN / MILLIS - 1 ? Long.MIN_VALUE : time.toEpochMilli();
    }
    return (Long) value;
  }

  static Instant inRange(long millis, String field) throws MalformedException {
    if (millis < MIN || millis > MAX) {
      throw new MalformedException(
          "field '" + field + "' is a time outside of the range of Beam's timestamps");
    }
    return Instant.ofEpochMilli(millis);
  }
}
