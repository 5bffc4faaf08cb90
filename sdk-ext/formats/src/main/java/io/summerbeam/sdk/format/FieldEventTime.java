package io.summerbeam.sdk.format;

import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.joda.time.ReadableInstant;

/** Reads the event time from a field that is a time, or milliseconds. */
final class FieldEventTime implements EventTimeReader {

  private static final long MIN = BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis();
  private static final long MAX = GlobalWindow.INSTANCE.maxTimestamp().getMillis();

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
    return inRange(value instanceof ReadableInstant time ? time.getMillis() : (Long) value, field);
  }

  static Instant inRange(long millis, String field) throws MalformedException {
    if (millis < MIN || millis > MAX) {
      throw new MalformedException(
          "field '" + field + "' is a time outside of the range of Beam's timestamps");
    }
    return Instant.ofEpochMilli(millis);
  }
}
