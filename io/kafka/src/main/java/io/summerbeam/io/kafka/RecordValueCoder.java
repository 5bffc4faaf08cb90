package io.summerbeam.io.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.NullableCoder;

/** Encodes the bytes of a value. */
final class RecordValueCoder extends AtomicCoder<RecordValue> {

  private static final long serialVersionUID = 1;
  private static final RecordValueCoder INSTANCE = new RecordValueCoder();
  private static final Coder<byte[]> BYTES = NullableCoder.of(ByteArrayCoder.of());

  private RecordValueCoder() {}

  static RecordValueCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(RecordValue value, OutputStream out) throws IOException {
    BYTES.encode(value.bytes(), out);
  }

  @Override
  public RecordValue decode(InputStream in) throws IOException {
    return new RecordValue(BYTES.decode(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
