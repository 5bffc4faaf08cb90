package io.summerbeam.transforms.aggregate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.VarInt;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** What all functions of one {@link Aggregate} have seen of one group. */
final class Accumulator {

  private final Cell[] cells;
  private long records;

  private Accumulator(Cell[] cells) {
    this.cells = cells;
  }

  static Accumulator empty(List<Measure.Bound> measures) {
    Cell[] cells = new Cell[measures.size()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = measures.get(i).newCell();
    }
    return new Accumulator(cells);
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
    other.requireFunctions(cells.length);
    records += other.records;
    for (int i = 0; i < cells.length; i++) {
      cells[i].merge(other.cells[i]);
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
   * Refuses state of other functions: Flink hands over what it restores from a savepoint as the
   * coder of then has read it.
   *
   * @throws IllegalStateException if it is not of so many
   */
  void requireFunctions(int count) {
    if (cells.length != count) {
      throw new IllegalStateException(
          "Aggregate: its state is of another number of functions ("
              + cells.length
              + ") than it has now ("
              + count
              + "). Leave them as they were, or apply it under another name and start without its"
              + " state (on Flink: --allowNonRestoredState).");
    }
  }

  /** Writes how many records, then the cells one after the other; nothing but what they saw. */
  void encode(OutputStream out) throws IOException {
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
      throw new CoderException(
          "Aggregate: the state of a group cannot be read, at function "
              + (at + 1)
              + " of "
              + cells.length
              + ". It was cut or overwritten, or written by an Aggregate with other functions.",
          e);
    }
  }
}
