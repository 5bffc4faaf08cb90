package io.summerbeam.benchmarks.kafkastreams;

import io.summerbeam.benchmarks.flights.Delays;
import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Serdes;

/** Writes the four numbers. */
final class DelaysSerde extends Serdes.WrapperSerde<Delays> {

  DelaysSerde() {
    super((topic, delays) -> write(delays), (topic, bytes) -> read(ByteBuffer.wrap(bytes)));
  }

  private static byte[] write(Delays delays) {
    return ByteBuffer.allocate(4 * Long.BYTES)
        .putLong(delays.flights)
        .putLong(delays.sum)
        .putLong(delays.max)
        .putLong(delays.delayed15)
        .array();
  }

  private static Delays read(ByteBuffer bytes) {
    Delays delays = new Delays();
    delays.flights = bytes.getLong();
    delays.sum = bytes.getLong();
    delays.max = bytes.getLong();
    delays.delayed15 = bytes.getLong();
    return delays;
  }
}
