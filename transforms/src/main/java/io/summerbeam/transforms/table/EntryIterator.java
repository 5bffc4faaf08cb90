package io.summerbeam.transforms.table;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.values.Row;

/** Goes through the entries of a chunk, which stand in it one after the other to its end. */
final class EntryIterator implements Iterator<Row> {

  private final RowCoder coder;
  private final String where;
  private final ByteArrayInputStream in;

  /**
   * @param where what asks, first word of the message
   */
  EntryIterator(RowCoder coder, byte[] chunk, String where) {
    this.coder = coder;
    this.where = where;
    this.in = new ByteArrayInputStream(chunk);
  }

  @Override
  public boolean hasNext() {
    return in.available() > 0;
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    try {
      return coder.decode(in);
    } catch (IOException e) {
      throw new UncheckedIOException(where + ": the table cannot be decoded.", e);
    }
  }
}
