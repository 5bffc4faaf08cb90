package io.summerbeam.transforms.dedup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.coders.BigEndianIntegerCoder;
import org.apache.beam.sdk.coders.BigEndianLongCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StructuredCoder;
import org.apache.beam.sdk.values.Row;

/**
 * The last of the records of a key in a stretch of time.
 *
 * @param settings a digest of those that the key and the stretch come from
 * @param first the time of the first of them; of a record alone it is its own
 * @param last the time of the row
 */
record Version(int settings, long first, long last, Row row) {

  /** A record alone. */
  static Version of(int settings, long time, Row row) {
    return new Version(settings, time, time, row);
  }

  /** The digest, the two times, then the row. */
  static final class VersionCoder extends StructuredCoder<Version> {

    private static final long serialVersionUID = 1;

    private final Coder<Row> rows;

    VersionCoder(Coder<Row> rows) {
      this.rows = rows;
    }

    @Override
    public void encode(Version value, OutputStream out) throws IOException {
      BigEndianIntegerCoder.of().encode(value.settings(), out);
      BigEndianLongCoder.of().encode(value.first(), out);
      BigEndianLongCoder.of().encode(value.last(), out);
      rows.encode(value.row(), out);
    }

    @Override
    public Version decode(InputStream in) throws IOException {
      return new Version(
          BigEndianIntegerCoder.of().decode(in),
          BigEndianLongCoder.of().decode(in),
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
    public boolean equals(Object other) {
      return other instanceof VersionCoder coder && rows.equals(coder.rows);
    }

    @Override
    public int hashCode() {
      return Objects.hash(VersionCoder.class, rows);
    }
  }
}
