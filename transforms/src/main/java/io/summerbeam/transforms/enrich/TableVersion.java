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
 * @param first whether those before it are forgotten
 */
record TableVersion(long time, long order, @Nullable Row taken, boolean first) {

  /** One of a change. */
  TableVersion(long time, long order, @Nullable Row taken) {
    this(time, order, taken, false);
  }

  /** The same, when those before it are forgotten. */
  TableVersion asFirst() {
    return first ? this : new TableVersion(time, order, taken, true);
  }

  /** Time and order, whether something follows and whether it is the first, and what follows. */
  static final class TableVersionCoder extends StructuredCoder<TableVersion> {

    private static final long serialVersionUID = 1;

    private static final int THERE = 1;
    private static final int FIRST = 2;

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
      out.write((row == null ? 0 : THERE) | (version.first() ? FIRST : 0));
      if (row != null) {
        taken.encode(row, out);
      }
    }

    @Override
    public TableVersion decode(InputStream in) throws IOException {
      long time = BigEndianLongCoder.of().decode(in);
      long order = BigEndianLongCoder.of().decode(in);
      int flags = in.read();
      Row row = (flags & THERE) == 0 ? null : taken.decode(in);
      return new TableVersion(time, order, row, (flags & FIRST) != 0);
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
