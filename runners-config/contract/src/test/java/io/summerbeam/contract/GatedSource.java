package io.summerbeam.contract;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;

/**
 * Three records, the third of them an hour and more behind the watermark that the second one has
 * set; the watermark has had time to go through the pipeline by then. It does not end.
 */
final class LateRecordSource extends UnboundedSource<Row, LateRecordSource.Position> {

  private static final long serialVersionUID = 1;
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(4);
  private static final Instant END = Instant.parse("2001-01-02T00:00:00Z");

  private record Record(Instant time, long n) {}

  private static final List<Record> RECORDS =
      List.of(
          new Record(Instant.parse("2001-01-01T10:05:00Z"), 1),
          new Record(Instant.parse("2001-01-01T11:30:00Z"), 2),
          new Record(Instant.parse("2001-01-01T10:10:00Z"), 4));

  /** How many were read. */
  record Position(int read) implements UnboundedSource.CheckpointMark, java.io.Serializable {
    @Override
    public void finalizeCheckpoint() {}
  }

  @Override
  public List<LateRecordSource> split(int desiredNumSplits, PipelineOptions options) {
    return List.of(this);
  }

  @Override
  public UnboundedReader<Row> createReader(PipelineOptions options, Position position) {
    return new Reader(this, position == null ? 0 : position.read());
  }

  @Override
  public Coder<Position> getCheckpointMarkCoder() {
    return SerializableCoder.of(Position.class);
  }

  @Override
  public Coder<Row> getOutputCoder() {
    return RowCoder.of(ContractCase.INPUT);
  }

  private static final class Reader extends UnboundedReader<Row> {

    private final LateRecordSource source;
    private int read;
    private long readAt = System.nanoTime();

    Reader(LateRecordSource source, int read) {
      this.source = source;
      this.read = read;
    }

    @Override
    public boolean start() {
      return advance();
    }

    @Override
    public boolean advance() {
      boolean late = read == RECORDS.size() - 1;
      if (read == RECORDS.size() || late && System.nanoTime() - readAt < PAUSE) {
        return false;
      }
      read++;
      readAt = System.nanoTime();
      return true;
    }

    @Override
    public Row getCurrent() {
      return Row.withSchema(ContractCase.INPUT).addValues("a", current().n(), null).build();
    }

    @Override
    public Instant getCurrentTimestamp() {
      return current().time();
    }

    private Record current() {
      if (read == 0) {
        throw new NoSuchElementException();
      }
      return RECORDS.get(read - 1);
    }

    @Override
    public Instant getWatermark() {
      if (read == 0) {
        return BoundedWindow.TIMESTAMP_MIN_VALUE;
      }
      // The late record does not take it back. Behind that, the time goes on.
      return read < RECORDS.size() ? current().time() : after();
    }

    private Instant after() {
      return System.nanoTime() - readAt < PAUSE ? RECORDS.get(1).time() : END;
    }

    @Override
    public Position getCheckpointMark() {
      return new Position(read);
    }

    @Override
    public LateRecordSource getCurrentSource() {
      return source;
    }

    @Override
    public void close() {}
  }
}
