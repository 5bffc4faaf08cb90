package io.summerbeam.benchmarks.kafkastreams;

import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Serdes;

/** Writes the two numbers. */
final class TradeSerde extends Serdes.WrapperSerde<Trade> {

  TradeSerde() {
    super(
        (topic, trade) ->
            ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(trade.id())
                .putLong(trade.quantity())
                .array(),
        (topic, bytes) -> read(ByteBuffer.wrap(bytes)));
  }

  private static Trade read(ByteBuffer bytes) {
    return new Trade(bytes.getLong(), bytes.getLong());
  }
}
