package io.summerbeam.sdk.format;

import java.util.function.Supplier;
import org.apache.beam.sdk.values.Row;

/** Writes Avro records. */
final class AvroEncoder implements RowEncoder {

  private final AvroRowWriter writer;
  private final Supplier<byte[]> header;
  private final AvroOutput out = new AvroOutput();
  private byte[] prefix = {};
  private boolean known;

  /**
   * @param header what stands before each record; asked for with the first one, because it may be a
   *     registry that knows
   */
  AvroEncoder(AvroRowWriter writer, Supplier<byte[]> header) {
    this.writer = writer;
    this.header = header;
  }

  @Override
  public byte[] encode(Row row) throws UnwritableException {
    if (!known) {
      prefix = header.get();
      known = true;
    }
    try {
      out.start(prefix);
      writer.write(row, out);
    } catch (RuntimeException e) {
      // Whatever it is, one row must not fail the others.
      throw new UnwritableException("a value of the row has no form in Avro", e);
    }
    return out.toByteArray();
  }
}
