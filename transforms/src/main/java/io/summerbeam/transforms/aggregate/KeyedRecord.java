package io.summerbeam.transforms.aggregate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.coders.BigEndianLongCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StructuredCoder;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** A record with its group and its event time, on its way to the windows of the group. */
record KeyedRecord(GroupKey key, long time, Row row) {

  /** The key, the time, then the row. */
  static final class KeyedRecordCoder extends StructuredCoder<KeyedRecord> {

    private static final long serialVersionUID = 1;

    private final Coder<Row> rows;

    KeyedRecordCoder(Coder<Row> rows) {
      this.rows = rows;
    }

    @Override
    public void encode(KeyedRecord record, OutputStream out) throws IOException {
      GroupKey.GroupKeyCoder.of().encode(record.key(), out);
      BigEndianLongCoder.of().encode(record.time(), out);
      rows.encode(record.row(), out);
    }

    @Override
    public KeyedRecord decode(InputStream in) throws IOException {
      return new KeyedRecord(
          GroupKey.GroupKeyCoder.of().decode(in),
          BigEndianLongCoder.of().decode(in),
          rows.decode(in));
    }

    @Override
    public List<? extends Coder<?>> getCoderArguments() {
      return List.of(rows);
    }

    @Override
    public void verifyDeterministic() throws NonDeterministicException {
      rows.verifyDeterministic();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof KeyedRecordCoder coder && rows.equals(coder.rows);
    }

    @Override
    public int hashCode() {
      return Objects.hash(KeyedRecordCoder.class, rows);
    }
  }
}
