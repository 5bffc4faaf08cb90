package io.summerbeam.benchmarks.latency;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/** Writes the lines of a stream. Not thread-safe: it keeps the day, which is mostly the same. */
public final class FlightLines {

  private static final int DAY_LENGTH = 10;

  private final FlightStream stream;
  private long day = Long.MIN_VALUE;
  private String head = "";

  FlightLines(FlightStream stream) {
    this.stream = stream;
  }

  /** The line of a record. */
  public String line(long number) {
    long dayOf = Math.floorDiv(stream.time(number), TimeUnit.DAYS.toMillis(1));
    if (dayOf != day) {
      day = dayOf;
      String text =
          FlightStream.TIME.format(
              Instant.ofEpochMilli(stream.time(number)).atOffset(ZoneOffset.UTC));
      head = FlightStream.beforeDay() + text.substring(0, DAY_LENGTH);
    }
    return head + stream.behindDay(number);
  }
}
