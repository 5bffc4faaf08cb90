package io.summerbeam.io.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BigEndianLongCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Encodes positions. It is in savepoints, and must stay as it is. */
final class PositionCoder extends AtomicCoder<Position> {

  private static final long serialVersionUID = 1;
  private static final PositionCoder INSTANCE = new PositionCoder();
  private static final Coder<Long> RUN = BigEndianLongCoder.of();
  private static final Coder<Long> SEQ = VarLongCoder.of();

  private PositionCoder() {}

  static PositionCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Position position, OutputStream out) throws IOException {
    RUN.encode(position.run(), out);
    SEQ.encode(position.seq(), out);
  }

  @Override
  public Position decode(InputStream in) throws IOException {
    long run = RUN.decode(in);
    return new Position(run, SEQ.decode(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
