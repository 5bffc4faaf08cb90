package io.summerbeam.io.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.CoderException;

/** Encodes numbered records. What a checkpoint holds back is in it, so it begins with a version. */
final class NumberedRecordCoder extends AtomicCoder<NumberedRecord> {

  private static final long serialVersionUID = 1;
  private static final NumberedRecordCoder INSTANCE = new NumberedRecordCoder();
  private static final int VERSION = 1;

  private NumberedRecordCoder() {}

  static NumberedRecordCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(NumberedRecord numbered, OutputStream out) throws IOException {
    out.write(VERSION);
    PositionCoder.of().encode(numbered.position(), out);
    ToWriteCoder.of().encode(numbered.record(), out);
  }

  @Override
  public NumberedRecord decode(InputStream in) throws IOException {
    int version = in.read();
    if (version != VERSION) {
      throw new CoderException(
          "A record of an exactly-once sink is in version "
              + version
              + ", of which this one knows"
              + " nothing. It knows "
              + VERSION
              + ".");
    }
    Position position = PositionCoder.of().decode(in);
    return new NumberedRecord(position, ToWriteCoder.of().decode(in));
  }
}
