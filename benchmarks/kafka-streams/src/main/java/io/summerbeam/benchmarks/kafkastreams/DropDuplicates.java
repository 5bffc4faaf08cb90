package io.summerbeam.benchmarks.kafkastreams;

import io.summerbeam.benchmarks.flights.Flight;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;

/**
 * Lets the first of equal flights through. Equal flights are of the same time, so the window store,
 * which forgets them by itself, is asked for one entry and not for a range.
 */
final class DropDuplicates implements FixedKeyProcessor<Flight, Long, Long> {

  private static final byte[] SEEN = new byte[0];

  private @Nullable FixedKeyProcessorContext<Flight, Long> context;
  private @Nullable WindowStore<Flight, byte[]> store;

  @Override
  public void init(FixedKeyProcessorContext<Flight, Long> context) {
    this.context = context;
    this.store = context.getStateStore(Setting.SEEN);
  }

  @Override
  public void process(FixedKeyRecord<Flight, Long> record) {
    WindowStore<Flight, byte[]> seen = Objects.requireNonNull(store);
    Flight flight = record.key();
    if (seen.fetch(flight, flight.time()) != null) {
      return;
    }
    seen.put(flight, SEEN, flight.time());
    Objects.requireNonNull(context).forward(record);
  }
}
