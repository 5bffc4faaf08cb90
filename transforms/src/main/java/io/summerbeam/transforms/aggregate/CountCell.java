package io.summerbeam.transforms.aggregate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import org.apache.beam.sdk.util.VarInt;
import org.apache.beam.sdk.values.Row;

/** Counts the records that keep a condition. */
final class CountCell implements Cell {

  /** Says of a record whether it counts. */
  interface Condition extends Serializable {
    boolean test(Row row);
  }

  private final Condition condition;
  private long count;

  CountCell(Condition condition) {
    this.condition = condition;
  }

  @Override
  public void add(Row row, long time) {
    if (condition.test(row)) {
      count++;
    }
  }

  @Override
  public void merge(Cell other) {
    count += ((CountCell) other).count;
  }

  @Override
  public Long result() {
    return count;
  }

  @Override
  public void encode(OutputStream out) throws IOException {
    VarInt.encode(count, out);
  }

  @Override
  public void decode(InputStream in) throws IOException {
    count = VarInt.decodeLong(in);
  }
}
