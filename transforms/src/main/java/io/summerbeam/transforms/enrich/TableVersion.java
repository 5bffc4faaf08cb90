package io.summerbeam.transforms.enrich;

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

/**
 * What the table says of a key from some time on.
 *
 * @param time when it began, milliseconds
 * @param order tells which of two of the same time is the newer one
 * @param taken what records take of it; null where the key was deleted
 */
record TableVersion(long time, long order, @Nullable Row taken) {

  /** Time and order, whether something follows, and that. */
  static final class TableVersionCoder extends StructuredCoder<TableVersion> {

    private static final long serialVersionUID = 1;

    private final Coder<Row> taken;

    TableVersionCoder(Coder<Row> taken) {
      this.taken = taken;
    }

    Coder<Row> taken() {
      return taken;
    }

    @Override
    public void encode(TableVersion version, OutputStream out) throws IOException {
      BigEndianLongCoder.of().encode(version.time(), out);
      BigEndianLongCoder.of().encode(version.order(), out);
      Row row = version.taken();
      out.write(row == null ? 0 : 1);
      if (row != null) {
        taken.encode(row, out);
      }
    }

    @Override
    public TableVersion decode(InputStream in) throws IOException {
      return new TableVersion(
          BigEndianLongCoder.of().decode(in),
          BigEndianLongCoder.of().decode(in),
          in.read() == 0 ? null : taken.decode(in));
    }

    @Override
    public List<? extends Coder<?>> getCoderArguments() {
      return List.of(taken);
    }

    @Override
    public void verifyDeterministic() throws NonDeterministicException {
      taken.verifyDeterministic();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof TableVersionCoder coder && taken.equals(coder.taken);
    }

    @Override
    public int hashCode() {
      return Objects.hash(TableVersionCoder.class, taken);
    }
  }
}
