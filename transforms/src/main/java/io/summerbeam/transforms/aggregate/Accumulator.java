package io.summerbeam.transforms.aggregate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.BigEndianIntegerCoder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.VarInt;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** What all functions of one {@link Aggregate} have seen of one group. */
final class Accumulator {

  private static final String OTHER_FUNCTIONS =
      "Aggregate: its state is of other functions or key fields than it has now, or of fields of"
          + " other types. Leave them as they were, or apply it under another name and start without"
          + " its state (on Flink: --allowNonRestoredState).";

  private final Cell[] cells;
  private final int functions;
  private long records;

  private Accumulator(Cell[] cells, int functions) {
    this.cells = cells;
    this.functions = functions;
  }

  static Accumulator empty(List<Measure.Bound> measures) {
    Cell[] cells = new Cell[measures.size()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = measures.get(i).newCell();
    }
    return new Accumulator(cells, FunctionDigest.of(measures));
  }

  void add(Row row, long time) {
    records++;
    for (Cell cell : cells) {
      cell.add(row, time);
    }
  }

  /**
   * Adds what the other one has seen.
   *
   * @throws IllegalStateException if it is of other functions
   */
  void merge(Accumulator other) {
    other.requireFunctions(functions);
    records += other.records;
    for (int i = 0; i < cells.length; i++) {
      cells[i].merge(other.cells[i]);
    }
  }

  /** Brings what was seen into the form that takes least room. */
  void compact() {
    for (Cell cell : cells) {
      cell.compact();
    }
  }

  /** Whether it has seen no record. */
  boolean isEmpty() {
    return records == 0;
  }

  @Nullable Object result(int measure) {
    return cells[measure].result();
  }

  /**
   * Refuses state of other functions or keys: Flink hands over what it restores from a savepoint as
   * the coder of then has read it.
   *
   * @param now the {@link FunctionDigest}
   * @throws IllegalStateException if it is not of them
   */
  void requireFunctions(int now) {
    if (functions != now) {
      throw new IllegalStateException(OTHER_FUNCTIONS);
    }
  }

  /**
   * Writes which functions, how many records, then the cells one after the other; nothing but what
   * they saw.
   */
  void encode(OutputStream out) throws IOException {
    BigEndianIntegerCoder.of().encode(functions, out);
    VarInt.encode(records, out);
    for (Cell cell : cells) {
      cell.encode(out);
    }
  }

  /**
   * Reads them back into a fresh accumulator.
   *
   * @throws CoderException if what is there was not written by cells of the same functions
   */
  void decode(InputStream in) throws IOException {
    if (readFunctions(in) != functions) {
      throw new CoderException(OTHER_FUNCTIONS);
    }
    int at = 0;
    try {
      records = VarInt.decodeLong(in);
      if (records < 0) {
        throw new CoderException("a negative number of records");
      }
      for (; at < cells.length; at++) {
        cells[at].decode(in);
      }
    } catch (IOException | RuntimeException e) {
      throw unreadable(at, e);
    }
  }

  private int readFunctions(InputStream in) throws CoderException {
    try {
      return BigEndianIntegerCoder.of().decode(in);
    } catch (IOException e) {
      throw unreadable(0, e);
    }
  }

  private CoderException unreadable(int at, Exception e) {
    return new CoderException(
        "Aggregate: the state of a group cannot be read, at function "
            + (at + 1)
            + " of "
            + cells.length
            + ". It was cut or overwritten, or the CombineFn of a combine() wrote it in another"
            + " form.",
        e);
  }
}
