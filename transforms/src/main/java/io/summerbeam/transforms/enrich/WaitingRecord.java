package io.summerbeam.transforms.enrich;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.coders.BigEndianLongCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StructuredCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** A record that waits for the table, with the time and the window it leaves with. */
record WaitingRecord(Row row, long time, BoundedWindow window) {

  /** The time, the window, then the row. */
  static final class WaitingRecordCoder extends StructuredCoder<WaitingRecord> {

    private static final long serialVersionUID = 1;

    private final Coder<Row> rows;
    private final Coder<BoundedWindow> windows;

    @SuppressWarnings("unchecked") // The coder of the windows that the records come in.
    WaitingRecordCoder(Coder<Row> rows, Coder<? extends BoundedWindow> windows) {
      this.rows = rows;
      this.windows = (Coder<BoundedWindow>) windows;
    }

    @Override
    public void encode(WaitingRecord record, OutputStream out) throws IOException {
      BigEndianLongCoder.of().encode(record.time(), out);
      windows.encode(record.window(), out);
      rows.encode(record.row(), out);
    }

    @Override
    public WaitingRecord decode(InputStream in) throws IOException {
      long time = BigEndianLongCoder.of().decode(in);
      BoundedWindow window = windows.decode(in);
      return new WaitingRecord(rows.decode(in), time, window);
    }

    @Override
    public List<? extends Coder<?>> getCoderArguments() {
      return List.of(rows, windows);
    }

    @Override
    public void verifyDeterministic() throws NonDeterministicException {
      rows.verifyDeterministic();
      windows.verifyDeterministic();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof WaitingRecordCoder coder
          && rows.equals(coder.rows)
          && windows.equals(coder.windows);
    }

    @Override
    public int hashCode() {
      return Objects.hash(WaitingRecordCoder.class, rows, windows);
    }
  }
}
