package io.summerbeam.benchmarks.latency.beam;

import io.summerbeam.benchmarks.flights.Flight;
import io.summerbeam.benchmarks.flights.FlightParser;
import io.summerbeam.benchmarks.latency.Measurement;
import org.apache.beam.sdk.transforms.DoFn;

/** Looks at the lines themselves. */
final class WatchLinesFn extends DoFn<String, Void> {

  private static final long serialVersionUID = 1;

  @ProcessElement
  public void process(@Element String line) {
    Flight flight = FlightParser.parse(line);
    if (flight != null) {
      Measurement.current().recordOut(flight);
    }
  }
}
