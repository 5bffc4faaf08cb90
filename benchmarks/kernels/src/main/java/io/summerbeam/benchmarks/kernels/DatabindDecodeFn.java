package io.summerbeam.benchmarks.kernels;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.summerbeam.samples.flights.FlightsPipeline;
import java.io.IOException;
import java.util.Arrays;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;

/** A flight from its line as an object of Jackson's databind, the time digit by digit. */
final class DatabindDecodeFn extends DoFn<byte[], Row> {

  private static final long serialVersionUID = 1;

  private static final ObjectReader JSON =
      new ObjectMapper()
          .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
          .readerFor(Flight.class);

  /** What databind fills in. */
  record Flight(String date, String origin, String destination, long delay, long distance) {}

  @ProcessElement
  public void process(ProcessContext context) throws IOException {
    Flight flight = JSON.readValue(context.element());
    context.outputWithTimestamp(
        Row.withSchema(FlightsPipeline.FLIGHT)
            .attachValues(
                Arrays.asList(
                    flight.date(),
                    flight.origin(),
                    flight.destination(),
                    flight.delay(),
                    flight.distance())),
        Instant.ofEpochMilli(DecodeFn.millis(flight.date())));
  }
}
