package io.summerbeam.benchmarks.kafkastreams;

import io.summerbeam.benchmarks.flights.Flight;
import io.summerbeam.benchmarks.flights.FlightParser;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/** Reads a flight from its JSON; a line that is none is null, and so is not the end of the job. */
final class FlightLineSerde extends Serdes.WrapperSerde<@Nullable Flight> {

  FlightLineSerde() {
    super(
        (topic, flight) -> {
          throw new UnsupportedOperationException(
              "Flights come as JSON and do not go out as such.");
        },
        (topic, bytes) -> FlightParser.parse(new String(bytes, StandardCharsets.UTF_8)));
  }
}
