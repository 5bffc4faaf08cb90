package io.summerbeam.benchmarks.windows;

import io.summerbeam.benchmarks.windows.NumberStream.Position;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.util.VarInt;

/** Writes the number, and whether it is the end. */
final class PositionCoder extends AtomicCoder<Position> {

  private static final long serialVersionUID = 1;

  @Override
  public void encode(Position position, OutputStream out) throws IOException {
    VarInt.encode(position.next(), out);
    BooleanCoder.of().encode(position.last(), out);
  }

  @Override
  public Position decode(InputStream in) throws IOException {
    return new Position(VarInt.decodeLong(in), BooleanCoder.of().decode(in));
  }
}
