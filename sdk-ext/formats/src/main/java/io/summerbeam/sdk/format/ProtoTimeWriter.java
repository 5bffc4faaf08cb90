package io.summerbeam.sdk.format;

import java.time.Duration;
import java.time.Instant;
import org.joda.time.ReadableInstant;

/** Writes a time or a duration as the seconds and nanoseconds of Protobuf's messages. */
final class ProtoTimeWriter implements ProtoWriter {

  private static final int MILLIS_PER_SECOND = 1_000;
  private static final int NANOS_PER_MILLI = 1_000_000;
  private static final int NANOS_PER_SECOND = 1_000_000_000;

  private final String path;

  ProtoTimeWriter(String path) {
    this.path = path;
  }

  @Override
  public void write(Object value, ProtoOutput out) throws UnwritableException {
    long seconds;
    int nanos;
    boolean exists;
    if (value instanceof Duration duration) {
      // Of a negative one both numbers are negative, or zero.
      boolean carries = duration.isNegative() && duration.getNano() > 0;
      seconds = duration.getSeconds() + (carries ? 1 : 0);
      nanos = duration.getNano() - (carries ? NANOS_PER_SECOND : 0);
      exists = ProtoWellKnown.isDuration(seconds, nanos);
    } else if (value instanceof Instant instant) {
      seconds = instant.getEpochSecond();
      nanos = instant.getNano();
      exists = ProtoWellKnown.isTime(seconds, nanos);
    } else {
      long millis = ((ReadableInstant) value).getMillis();
      seconds = Math.floorDiv(millis, MILLIS_PER_SECOND);
      nanos = Math.floorMod(millis, MILLIS_PER_SECOND) * NANOS_PER_MILLI;
      exists = ProtoWellKnown.isTime(seconds, nanos);
    }
    if (!exists) {
      throw new UnwritableException(
          "field '" + path + "' is outside of what Protobuf has for times and durations", null);
    }
    if (seconds != 0) {
      out.tag(1, ProtoInput.VARINT);
      out.varint(seconds);
    }
    if (nanos != 0) {
      out.tag(2, ProtoInput.VARINT);
      out.varint(nanos);
    }
  }
}
