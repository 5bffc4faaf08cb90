package io.summerbeam.benchmarks.windows;

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
 * The numbers of the records, each with its time, in their order; a stream with a watermark. It has
 * an end, or it stands still there, so that what is kept by then can be looked at. It is not split.
 */
final class NumberStream extends UnboundedSource<Long, NumberStream.Position> {

  private static final long serialVersionUID = 1;

  private final long records;
  private final Pace pace;
  private final boolean standsStill;

  NumberStream(long records, Pace pace, boolean standsStill) {
    this.records = records;
    this.pace = pace;
    this.standsStill = standsStill;
  }

  /**
   * Where reading goes on.
   *
   * @param next the first number that was not read
   * @param last whether there is none
   */
  record Position(long next, boolean last) implements UnboundedSource.CheckpointMark {

    @Override
    public void finalizeCheckpoint() {
      if (last) {
        AllRead.checkpointed();
      }
    }
  }

  @Override
  public List<NumberStream> split(int desiredNumSplits, PipelineOptions options) {
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

    private final NumberStream source;
    private long next;

    Reader(NumberStream source, long next) {
      this.source = source;
      this.next = next;
    }

    @Override
    public boolean start() {
      return advance();
    }

    @Override
    public boolean advance() {
      if (next > source.records) {
        return false;
      }
      return ++next <= source.records;
    }

    @Override
    public Long getCurrent() {
      return current();
    }

    @Override
    public Instant getCurrentTimestamp() {
      return Instant.ofEpochMilli(source.pace.time(current()));
    }

    @Override
    public Instant getWatermark() {
      if (next > source.records && !source.standsStill) {
        return BoundedWindow.TIMESTAMP_MAX_VALUE;
      }
      return next == 0
          ? BoundedWindow.TIMESTAMP_MIN_VALUE
          : Instant.ofEpochMilli(source.pace.time(Math.min(next, source.records) - 1));
    }

    @Override
    public Position getCheckpointMark() {
      return new Position(Math.min(next, source.records), next >= source.records);
    }

    @Override
    public NumberStream getCurrentSource() {
      return source;
    }

    @Override
    public void close() {}

    private long current() {
      if (next == 0 || next > source.records) {
        throw new NoSuchElementException("start() or advance() must have been true");
      }
      return next - 1;
    }
  }
}
