package io.summerbeam.benchmarks.kafkastreams;

import io.summerbeam.benchmarks.flights.Flight;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Serdes;

/** Writes the numbers, then the airports, the first with its length before it. */
final class FlightSerde extends Serdes.WrapperSerde<Flight> {

  FlightSerde() {
    super((topic, flight) -> write(flight), (topic, bytes) -> read(ByteBuffer.wrap(bytes)));
  }

  private static byte[] write(Flight flight) {
    byte[] origin = flight.origin().getBytes(StandardCharsets.UTF_8);
    byte[] destination = flight.destination().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(3 * Long.BYTES + Integer.BYTES + origin.length + destination.length)
        .putLong(flight.time())
        .putLong(flight.delay())
        .putLong(flight.distance())
        .putInt(origin.length)
        .put(origin)
        .put(destination)
        .array();
  }

  private static Flight read(ByteBuffer bytes) {
    long time = bytes.getLong();
    long delay = bytes.getLong();
    long distance = bytes.getLong();
    String origin = text(bytes, bytes.getInt());
    return new Flight(origin, text(bytes, bytes.remaining()), delay, distance, time);
  }

  private static String text(ByteBuffer bytes, int length) {
    byte[] text = new byte[length];
    bytes.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
