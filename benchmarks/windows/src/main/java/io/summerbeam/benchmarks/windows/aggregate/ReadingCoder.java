package io.summerbeam.benchmarks.windows.aggregate;

import io.summerbeam.benchmarks.windows.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.util.VarInt;

/** Writes the five values one after the other. */
final class ReadingCoder extends AtomicCoder<Reading> {

  private static final long serialVersionUID = 1;
  private static final ReadingCoder INSTANCE = new ReadingCoder();

  private static final StringUtf8Coder TEXT = StringUtf8Coder.of();

  static ReadingCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Reading reading, OutputStream out) throws IOException {
    TEXT.encode(reading.sensor(), out);
    VarInt.encode(reading.amount(), out);
    TEXT.encode(reading.site(), out);
    TEXT.encode(reading.unit(), out);
    BooleanCoder.of().encode(reading.valid(), out);
  }

  @Override
  public Reading decode(InputStream in) throws IOException {
    return new Reading(
        TEXT.decode(in),
        VarInt.decodeLong(in),
        TEXT.decode(in),
        TEXT.decode(in),
        BooleanCoder.of().decode(in));
  }
}
