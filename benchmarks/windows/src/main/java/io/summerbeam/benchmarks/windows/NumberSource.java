package io.summerbeam.benchmarks.windows;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.joda.time.Instant;

/** The numbers in a range, each with its time. Its parts are ranges as long as a runner wants. */
final class NumberSource extends BoundedSource<Long> {

  private static final long serialVersionUID = 1;

  private static final long BYTES = Long.BYTES;

  private final long from;
  private final long to;
  private final Pace pace;

  /** {@code to} is exclusive. */
  NumberSource(long from, long to, Pace pace) {
    this.from = from;
    this.to = to;
    this.pace = pace;
  }

  @Override
  public List<NumberSource> split(long desiredBundleSizeBytes, PipelineOptions options) {
    long length = Math.max(1, desiredBundleSizeBytes / BYTES);
    List<NumberSource> parts = new ArrayList<>();
    for (long begin = from; begin < to; begin += length) {
      parts.add(new NumberSource(begin, Math.min(begin + length, to), pace));
    }
    return parts;
  }

  @Override
  public long getEstimatedSizeBytes(PipelineOptions options) {
    return (to - from) * BYTES;
  }

  @Override
  public Coder<Long> getOutputCoder() {
    return VarLongCoder.of();
  }

  @Override
  public BoundedReader<Long> createReader(PipelineOptions options) {
    return new Reader(this);
  }

  private static final class Reader extends BoundedReader<Long> {

    private final NumberSource source;
    private long next;

    Reader(NumberSource source) {
      this.source = source;
      this.next = source.from;
    }

    @Override
    public boolean start() {
      return advance();
    }

    @Override
    public boolean advance() {
      if (next > source.to) {
        return false;
      }
      return ++next <= source.to;
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
    public NumberSource getCurrentSource() {
      return source;
    }

    @Override
    public void close() {}

    private long current() {
      if (next == source.from || next > source.to) {
        throw new NoSuchElementException("start() or advance() must have been true");
      }
      return next - 1;
    }
  }
}
