package io.summerbeam.transforms.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.coders.ListCoder;

/** Encodes an index as its packed entries. */
final class TableIndexCoder extends CustomCoder<TableIndex> {

  private static final long serialVersionUID = 1;

  private static final ListCoder<byte[]> CHUNKS = ListCoder.of(ByteArrayCoder.of());

  private final TableEntries shape;

  TableIndexCoder(TableEntries shape) {
    this.shape = shape;
  }

  @Override
  public void encode(TableIndex index, OutputStream out) throws IOException {
    CHUNKS.encode(index.chunks(), out);
  }

  @Override
  public TableIndex decode(InputStream in) throws IOException {
    List<byte[]> chunks = CHUNKS.decode(in);
    return new TableIndex(chunks, shape);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TableIndexCoder coder && shape.equals(coder.shape);
  }

  @Override
  public int hashCode() {
    return shape.hashCode();
  }
}
