package io.summerbeam.io.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Encodes raw records, part by part. */
final class RawRecordCoder extends AtomicCoder<RawRecord> {

  private static final long serialVersionUID = 1;
  private static final RawRecordCoder INSTANCE = new RawRecordCoder();
  private static final Coder<String> FILE = StringUtf8Coder.of();
  private static final Coder<Long> OFFSET = VarLongCoder.of();
  private static final Coder<Long> LINE = NullableCoder.of(VarLongCoder.of());
  private static final Coder<byte[]> BYTES = NullableCoder.of(ByteArrayCoder.of());

  private RawRecordCoder() {}

  static RawRecordCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(RawRecord value, OutputStream out) throws IOException {
    FILE.encode(value.file(), out);
    OFFSET.encode(value.offset(), out);
    LINE.encode(value.line(), out);
    BYTES.encode(value.bytes(), out);
    BYTES.encode(value.header(), out);
  }

  @Override
  public RawRecord decode(InputStream in) throws IOException {
    return new RawRecord(
        FILE.decode(in), OFFSET.decode(in), LINE.decode(in), BYTES.decode(in), BYTES.decode(in));
  }
}
