package io.summerbeam.transforms.enrich;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.values.Row;

/** Encodes an index as its entries. */
final class TableIndexCoder extends CustomCoder<TableIndex> {

  private static final long serialVersionUID = 1;

  private final TableEntries shape;
  private final ListCoder<Row> entries;

  TableIndexCoder(TableEntries shape) {
    this.shape = shape;
    this.entries = ListCoder.of(RowCoder.of(shape.schema()));
  }

  @Override
  public void encode(TableIndex index, OutputStream out) throws IOException {
    entries.encode(index.entries(), out);
  }

  @Override
  public TableIndex decode(InputStream in) throws IOException {
    List<Row> rows = entries.decode(in);
    return new TableIndex(rows, shape);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TableIndexCoder coder && entries.equals(coder.entries);
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }
}
