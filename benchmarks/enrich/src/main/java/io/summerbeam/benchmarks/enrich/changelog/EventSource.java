package io.summerbeam.benchmarks.enrich.changelog;

import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of the events, each with its time, in their order; a stream with a watermark, which
 * has an end. Trades and prices are of one source, so that neither runs ahead. It is not split.
 */
final class EventSource extends UnboundedSource<Long, EventSource.Position> {

  private static final long serialVersionUID = 1;

  private final long events;

  EventSource(long events) {
    this.events = events;
  }

  /**
   * Where reading goes on.
   *
   * @param next the first event that was not read
   */
  record Position(long next) implements UnboundedSource.CheckpointMark {

    @Override
    public void finalizeCheckpoint() {}
  }

  @Override
  public List<EventSource> split(int desiredNumSplits, PipelineOptions options) {
    return List.of(this);
  }

  @Override
  public UnboundedReader<Long> createReader(PipelineOptions options, @Nullable Position position) {
    return new Reader(this, position == null ? 0 : position.next());
  }

  @Override
  public Coder<Position> getCheckpointMarkCoder() {
    return new PositionCoder();
  }

  @Override
  public Coder<Long> getOutputCoder() {
    return VarLongCoder.of();
  }

  private static final class Reader extends UnboundedReader<Long> {

    private final EventSource source;
    private long next;

    Reader(EventSource source, long next) {
      this.source = source;
      this.next = next;
    }

    @Override
    public boolean start() {
      return advance();
    }

    @Override
    public boolean advance() {
      if (next > source.events) {
        return false;
      }
      return ++next <= source.events;
    }

    @Override
    public Long getCurrent() {
      return current();
    }

    @Override
    public Instant getCurrentTimestamp() {
      return Instant.ofEpochMilli(Market.time(current()));
    }

    @Override
    public Instant getWatermark() {
      if (next > source.events) {
        return BoundedWindow.TIMESTAMP_MAX_VALUE;
      }
      return next == 0
          ? BoundedWindow.TIMESTAMP_MIN_VALUE
          : Instant.ofEpochMilli(Market.time(next - 1));
    }

    @Override
    public Position getCheckpointMark() {
      return new Position(Math.min(next, source.events));
    }

    @Override
    public EventSource getCurrentSource() {
      return source;
    }

    @Override
    public void close() {}

    private long current() {
      if (next == 0 || next > source.events) {
        throw new NoSuchElementException("start() or advance() must have been true");
      }
      return next - 1;
    }
  }
}
