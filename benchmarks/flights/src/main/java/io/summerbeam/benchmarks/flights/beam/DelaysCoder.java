package io.summerbeam.benchmarks.flights.beam;

import io.summerbeam.benchmarks.flights.Delays;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.util.VarInt;

/** Writes the four numbers. */
final class DelaysCoder extends AtomicCoder<Delays> {

  private static final long serialVersionUID = 1;
  private static final DelaysCoder INSTANCE = new DelaysCoder();

  static DelaysCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Delays delays, OutputStream out) throws IOException {
    VarInt.encode(delays.flights, out);
    VarInt.encode(delays.sum, out);
    VarInt.encode(delays.max, out);
    VarInt.encode(delays.delayed15, out);
  }

  @Override
  public Delays decode(InputStream in) throws IOException {
    Delays delays = new Delays();
    delays.flights = VarInt.decodeLong(in);
    delays.sum = VarInt.decodeLong(in);
    delays.max = VarInt.decodeLong(in);
    delays.delayed15 = VarInt.decodeLong(in);
    return delays;
  }
}
