package io.summerbeam.benchmarks.kafkastreams;

import io.summerbeam.benchmarks.windows.Sums;
import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Serdes;

/** Writes the two numbers. */
final class SumsSerde extends Serdes.WrapperSerde<Sums> {

  SumsSerde() {
    super((topic, sums) -> write(sums), (topic, bytes) -> read(ByteBuffer.wrap(bytes)));
  }

  private static byte[] write(Sums sums) {
    return ByteBuffer.allocate(2 * Long.BYTES).putLong(sums.count).putLong(sums.sum).array();
  }

  private static Sums read(ByteBuffer bytes) {
    Sums sums = new Sums();
    sums.count = bytes.getLong();
    sums.sum = bytes.getLong();
    return sums;
  }
}
