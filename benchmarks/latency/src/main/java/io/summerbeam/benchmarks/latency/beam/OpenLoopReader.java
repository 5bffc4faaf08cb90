package io.summerbeam.benchmarks.latency.beam;

import io.summerbeam.benchmarks.latency.FlightLines;
import io.summerbeam.benchmarks.latency.Measurement;
import io.summerbeam.benchmarks.latency.OpenLoop;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is created. It does not wait: when to ask again is the runner's choice, and part of
 * what is measured.
 */
final class OpenLoopReader extends UnboundedSource.UnboundedReader<String> {

  private final OpenLoopSource source;
  private final Measurement measurement = Measurement.current();
  private final OpenLoop loop = measurement.loop();
  private final FlightLines lines = measurement.stream().lines();
  private long next;
  private @Nullable String line;
  private Instant time = BoundedWindow.TIMESTAMP_MIN_VALUE;
  private boolean ended;

  OpenLoopReader(OpenLoopSource source, long next) {
    this.source = source;
    this.next = next;
  }

  @Override
  public boolean start() {
    return advance();
  }

  @Override
  public boolean advance() {
    long nanos = loop.nanosUntil(next);
    if (nanos > 0) {
      ended = nanos == OpenLoop.END;
      return false;
    }
    line = lines.line(next);
    time = Instant.ofEpochMilli(measurement.stream().time(next));
    next++;
    return true;
  }

  @Override
  public String getCurrent() {
    if (line == null) {
      throw new NoSuchElementException();
    }
    return line;
  }

  @Override
  public Instant getCurrentTimestamp() {
    return time;
  }

  // Records come in the order of time.
  @Override
  public Instant getWatermark() {
    return ended ? BoundedWindow.TIMESTAMP_MAX_VALUE : time;
  }

  @Override
  public Position getCheckpointMark() {
    return new Position(next);
  }

  @Override
  public OpenLoopSource getCurrentSource() {
    return source;
  }

  @Override
  public void close() {}
}
