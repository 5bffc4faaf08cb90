package io.summerbeam.benchmarks.flights.beam;

import io.summerbeam.benchmarks.flights.Flight;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BigEndianLongCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.util.VarInt;

/** Writes the five values one after the other. */
final class FlightCoder extends AtomicCoder<Flight> {

  private static final long serialVersionUID = 1;
  private static final FlightCoder INSTANCE = new FlightCoder();

  private static final StringUtf8Coder TEXT = StringUtf8Coder.of();
  private static final BigEndianLongCoder LONG = BigEndianLongCoder.of();

  static FlightCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Flight flight, OutputStream out) throws IOException {
    TEXT.encode(flight.origin(), out);
    TEXT.encode(flight.destination(), out);
    VarInt.encode(zigZag(flight.delay()), out);
    VarInt.encode(flight.distance(), out);
    LONG.encode(flight.time(), out);
  }

  @Override
  public Flight decode(InputStream in) throws IOException {
    return new Flight(
        TEXT.decode(in),
        TEXT.decode(in),
        zagZig(VarInt.decodeLong(in)),
        VarInt.decodeLong(in),
        LONG.decode(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }

  // A negative number would take ten bytes, and many flights are early.
  private static long zigZag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  private static long zagZig(long value) {
    return (value >>> 1) ^ -(value & 1);
  }
}
