package io.summerbeam.sdk.format;

import java.time.Duration;
import java.time.InstantSource;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;

/** Reads event times, and none that is far in the future. */
final class PresentEventTime implements EventTimeReader {

  private final EventTimeReader reader;
  private final String field;
  private final Duration maxFuture;
  private final InstantSource clock;
  // The clock is asked for times after this one, which are few.
  private long latest = Long.MIN_VALUE;

  PresentEventTime(EventTimeReader reader, String field, Duration maxFuture, InstantSource clock) {
    this.reader = reader;
    this.field = field;
    this.maxFuture = maxFuture;
    this.clock = clock;
  }

  @Override
  public Instant read(Row row) throws MalformedException {
    Instant time = reader.read(row);
    if (time.getMillis() > latest) {
      latest = clock.millis() + maxFuture.toMillis();
      if (time.getMillis() > latest) {
        throw new MalformedException(
            "field '"
                + field
                + "' must be a time at most "
                + maxFuture
                + " after now (withMaxFuture), but is later");
      }
    }
    return time;
  }
}
