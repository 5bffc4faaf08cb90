package io.summerbeam.transforms.aggregate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** What one function has seen of one group. Merging is associative and commutative. */
interface Cell {

  /**
   * Takes in a record.
   *
   * @param time its event time, milliseconds
   */
  void add(Row row, long time);

  /** Takes in what another cell of the same function has seen. */
  void merge(Cell other);

  /** The result so far; null where the function has seen nothing it has a result for. */
  @Nullable Object result();

  /** Brings what was seen into the form that takes least room. */
  default void compact() {}

  /**
   * Writes what was seen, and changes nothing: while Flink takes a snapshot of its heap, two
   * threads may write the same cell.
   */
  void encode(OutputStream out) throws IOException;

  /** Reads it back into a fresh cell. */
  void decode(InputStream in) throws IOException;
}
