package io.summerbeam.transforms.dedup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.coders.BigEndianLongCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StructuredCoder;
import org.apache.beam.sdk.values.Row;

/** A row with its time, on its way to the bucket that knows whether it was there already. */
record Keyed(Digest digest, long time, Row row) {

  /** The digest, the time, then the row. */
  static final class KeyedCoder extends StructuredCoder<Keyed> {

    private static final long serialVersionUID = 1;

    private final Coder<Row> rows;

    KeyedCoder(Coder<Row> rows) {
      this.rows = rows;
    }

    @Override
    public void encode(Keyed value, OutputStream out) throws IOException {
      Digest.DigestCoder.of().encode(value.digest(), out);
      BigEndianLongCoder.of().encode(value.time(), out);
      rows.encode(value.row(), out);
    }

    @Override
    public Keyed decode(InputStream in) throws IOException {
      return new Keyed(
          Digest.DigestCoder.of().decode(in), BigEndianLongCoder.of().decode(in), rows.decode(in));
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
    public boolean equals(Object other) {
      return other instanceof KeyedCoder coder && rows.equals(coder.rows);
    }

    @Override
    public int hashCode() {
      return Objects.hash(KeyedCoder.class, rows);
    }
  }
}
