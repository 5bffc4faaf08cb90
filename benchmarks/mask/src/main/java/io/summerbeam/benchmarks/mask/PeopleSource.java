package io.summerbeam.benchmarks.mask;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.values.Row;

/**
 * The same {@value #DIFFERENT} people over and over, from memory: to read one costs next to nothing
 * against masking it.
 */
final class PeopleSource extends BoundedSource<Row> {

  private static final long serialVersionUID = 1;

  static final int DIFFERENT = 1_000;

  /**
   * As many are a part, and a bundle of the Direct runner: there are enough of them for all
   * processors, and what a bundle costs is next to nothing for each.
   */
  static final int PART = 10_000;

  private static final long BYTES = 200;

  private final long records;

  private PeopleSource(long records) {
    this.records = records;
  }

  static PeopleSource of(long records) {
    if (records < 1) {
      throw new IllegalArgumentException("--records must be positive, but was: " + records);
    }
    return new PeopleSource(records);
  }

  @Override
  public List<PeopleSource> split(long desiredBundleSizeBytes, PipelineOptions options) {
    List<PeopleSource> parts = new ArrayList<>();
    for (long left = records; left > 0; left -= PART) {
      parts.add(new PeopleSource(Math.min(left, PART)));
    }
    return parts;
  }

  @Override
  public long getEstimatedSizeBytes(PipelineOptions options) {
    return records * BYTES;
  }

  @Override
  public Coder<Row> getOutputCoder() {
    return RowCoder.of(People.SCHEMA);
  }

  @Override
  public BoundedReader<Row> createReader(PipelineOptions options) {
    return new Reader(this);
  }

  /** Once in a JVM. */
  private static final class InMemory {
    static final Row[] PEOPLE = People.first(DIFFERENT).toArray(new Row[0]);
  }

  private static final class Reader extends BoundedReader<Row> {

    private final PeopleSource source;
    private final Row[] people = InMemory.PEOPLE;
    private long read;
    private int next;

    Reader(PeopleSource source) {
      this.source = source;
    }

    @Override
    public boolean start() {
      return advance();
    }

    @Override
    public boolean advance() {
      if (read == source.records) {
        next = 0;
        return false;
      }
      read++;
      next = next == people.length ? 1 : next + 1;
      return true;
    }

    @Override
    public Row getCurrent() {
      if (next == 0) {
        throw new NoSuchElementException("start() or advance() must have been true");
      }
      return people[next - 1];
    }

    @Override
    public void close() {}

    @Override
    public PeopleSource getCurrentSource() {
      return source;
    }
  }
}
