package io.summerbeam.transforms.aggregate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** What all functions of one {@link Aggregate} have seen of one group. */
final class Accumulator {

  private final Cell[] cells;

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
    for (Cell cell : cells) {
      cell.add(row, time);
    }
  }

  void merge(Accumulator other) {
    for (int i = 0; i < cells.length; i++) {
      cells[i].merge(other.cells[i]);
    }
  }

  @Nullable Object result(int measure) {
    return cells[measure].result();
  }

  /** Writes the cells one after the other; nothing but what they have seen. */
  void encode(OutputStream out) throws IOException {
    for (Cell cell : cells) {
      cell.encode(out);
    }
  }

  /** Reads them back into a fresh accumulator. */
  void decode(InputStream in) throws IOException {
    for (Cell cell : cells) {
      cell.decode(in);
    }
  }
}
