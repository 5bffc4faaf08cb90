package io.summerbeam.sdk.format;

import org.apache.beam.sdk.values.Row;

/** Writes messages of Protobuf. */
final class ProtobufEncoder implements RowEncoder {

  private final ProtoRowWriter writer;
  private final byte[] header;
  private final ProtoOutput out = new ProtoOutput();

  /**
   * @param header what stands before each message
   */
  ProtobufEncoder(ProtoRowWriter writer, byte[] header) {
    this.writer = writer;
    this.header = header.clone();
  }

  @Override
  public byte[] encode(Row row) throws UnwritableException {
    try {
      out.start(header);
      writer.write(row, out);
    } catch (RuntimeException e) {
      // Whatever it is, one row must not fail the others.
      throw new UnwritableException("a value of the row has no form in Protobuf", e);
    }
    return out.toByteArray();
  }
}
