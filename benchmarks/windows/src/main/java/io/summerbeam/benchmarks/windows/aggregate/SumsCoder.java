package io.summerbeam.benchmarks.windows.aggregate;

import io.summerbeam.benchmarks.windows.Sums;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.util.VarInt;

/** Writes the two numbers. */
final class SumsCoder extends AtomicCoder<Sums> {

  private static final long serialVersionUID = 1;
  private static final SumsCoder INSTANCE = new SumsCoder();

  static SumsCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Sums sums, OutputStream out) throws IOException {
    VarInt.encode(sums.count, out);
    VarInt.encode(sums.sum, out);
  }

  @Override
  public Sums decode(InputStream in) throws IOException {
    Sums sums = new Sums();
    sums.count = VarInt.decodeLong(in);
    sums.sum = VarInt.decodeLong(in);
    return sums;
  }
}
