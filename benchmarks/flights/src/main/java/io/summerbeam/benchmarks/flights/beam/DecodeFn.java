package io.summerbeam.benchmarks.flights.beam;

import io.summerbeam.benchmarks.flights.Flight;
import io.summerbeam.benchmarks.flights.FlightParser;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;

/** Decodes and validates a line, and sends its flight to the bucket that equal ones go to. */
final class DecodeFn extends DoFn<String, KV<Integer, Flight>> {

  private static final long serialVersionUID = 1;

  private final int buckets;
  private final Counter dead = Metrics.counter("flights", "dead");

  DecodeFn(int buckets) {
    this.buckets = buckets;
  }

  // With a context, because a receiver of several outputs is made anew for each record.
  @ProcessElement
  public void process(@Element String line, ProcessContext context) {
    Flight flight = FlightParser.parse(line);
    if (flight == null) {
      dead.inc();
      context.output(BeamFlights.DEAD, line);
      return;
    }
    context.outputWithTimestamp(
        KV.of(Math.floorMod(flight.hashCode(), buckets), flight),
        Instant.ofEpochMilli(flight.time()));
  }
}
