package io.summerbeam.contract;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Records of key {@code a}, each of which is given out once so many lines have come out of the
 * pipeline, in this JVM: so what comes before what is not left to the speed of the machine. The
 * watermark is the greatest time so far. It does not end. Where two streams meet, both are in it,
 * so that they have one order and one watermark.
 */
final class GatedSource extends UnboundedSource<Row, GatedSource.Position> {

  private static final long serialVersionUID = 1;
  private static final Map<String, AtomicInteger> LINES = new ConcurrentHashMap<>();
  private static final long FILLED_EVERY = TimeUnit.MILLISECONDS.toNanos(50);
  private static final Instant END = Instant.parse("2001-01-02T00:00:00Z");

  private final String id = UUID.randomUUID().toString();
  private final List<Gated> records;
  private final int linesBeforeEnd;
  private boolean fills;

  /**
   * A record.
   *
   * @param n null for one of the other stream
   * @param m null but for one of the other stream
   * @param lines after how many lines it comes
   */
  record Gated(Instant time, @Nullable Long n, @Nullable BigDecimal m, int lines)
      implements Serializable {

    static Gated of(String time, long n, int lines) {
      return new Gated(Instant.parse(time), n, null, lines);
    }

    /** One of the other stream: a change of a table, or what is joined. */
    static Gated other(String time, long m, int lines) {
      return new Gated(Instant.parse(time), null, BigDecimal.valueOf(m), lines);
    }

    /** One of the other stream that says that its key is in the table no more. */
    static Gated deleted(String time, int lines) {
      return new Gated(Instant.parse(time), null, null, lines);
    }
  }

  /** How many were read. */
  record Position(int read) implements UnboundedSource.CheckpointMark, Serializable {
    @Override
    public void finalizeCheckpoint() {}
  }

  /**
   * @param linesBeforeEnd after how many lines the watermark goes on behind all windows
   */
  GatedSource(int linesBeforeEnd, Gated... records) {
    this.linesBeforeEnd = linesBeforeEnd;
    this.records = List.of(records);
  }

  /** While a record waits for its lines, others of key {@code b} come. */
  GatedSource fillingPauses() {
    fills = true;
    return this;
  }

  /** Those of the one stream. */
  static PCollection<Row> ones(PCollection<Row> both) {
    return both.apply("Ones", Filter.by(row -> row.getValue("n") != null));
  }

  /** Those of the other. */
  static PCollection<Row> others(PCollection<Row> both) {
    return both.apply("Others", Filter.by(row -> row.getValue("n") == null));
  }

  /** The same lines, which are counted for the gates. */
  PCollectionList<String> watching(PCollectionList<String> lines) {
    LINES.put(id, new AtomicInteger());
    PCollectionList<String> watched = PCollectionList.empty(lines.getPipeline());
    for (PCollection<String> each : lines.getAll()) {
      watched = watched.and(each.apply("Watch " + watched.size(), ParDo.of(new WatchFn(id))));
    }
    return watched;
  }

  /** By which it is told of lines, where it is not at hand. */
  String id() {
    return id;
  }

  /** How many lines there were. */
  static int lines(String id) {
    return LINES.get(id).get();
  }

  /** Something that a record waits for, as for a line. */
  static void saw(String id) {
    LINES.get(id).incrementAndGet();
  }

  private int lines() {
    return lines(id);
  }

  @Override
  public List<GatedSource> split(int desiredNumSplits, PipelineOptions options) {
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

  private static final class WatchFn extends DoFn<String, String> {

    private static final long serialVersionUID = 1;

    private final String id;

    WatchFn(String id) {
      this.id = id;
    }

    @ProcessElement
    public void process(@Element String line, OutputReceiver<String> out) {
      saw(id);
      out.output(line);
    }
  }

  private static final class Reader extends UnboundedReader<Row> {

    private final GatedSource source;
    private int read;
    private boolean filler;
    private long filledAt = System.nanoTime();

    Reader(GatedSource source, int read) {
      this.source = source;
      this.read = read;
    }

    @Override
    public boolean start() {
      return advance();
    }

    @Override
    public boolean advance() {
      if (read == source.records.size()) {
        return false;
      }
      filler = source.lines() < source.records.get(read).lines();
      if (!filler) {
        read++;
        return true;
      }
      if (!source.fills || System.nanoTime() - filledAt < FILLED_EVERY) {
        return false;
      }
      filledAt = System.nanoTime();
      return true;
    }

    @Override
    public Row getCurrent() {
      return Row.withSchema(ContractCase.INPUT)
          .addValues(filler ? "b" : "a", current().n(), current().m())
          .build();
    }

    @Override
    public Instant getCurrentTimestamp() {
      return current().time();
    }

    private Gated current() {
      if (read == 0) {
        throw new NoSuchElementException();
      }
      return source.records.get(read - 1);
    }

    @Override
    public Instant getWatermark() {
      if (read == source.records.size() && source.lines() >= source.linesBeforeEnd) {
        return END;
      }
      return source.records.subList(0, read).stream()
          .map(Gated::time)
          .max(Instant::compareTo)
          .orElse(BoundedWindow.TIMESTAMP_MIN_VALUE);
    }

    @Override
    public Position getCheckpointMark() {
      return new Position(read);
    }

    @Override
    public GatedSource getCurrentSource() {
      return source;
    }

    @Override
    public void close() {}
  }
}
