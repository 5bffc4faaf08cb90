package io.summerbeam.transforms.aggregate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.util.VarInt;
import org.apache.beam.sdk.values.Row;

/** Counts the records. */
final class CountCell implements Cell {

  private long count;

  @Override
  public void add(Row row, long time) {
    count++;
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
    count = States.readCount(in);
  }
}
