package io.summerbeam.benchmarks.latency.beam;

import io.summerbeam.benchmarks.flights.Flight;
import io.summerbeam.benchmarks.flights.beam.EnrichFn;
import io.summerbeam.benchmarks.latency.Measurement;

/** Looks at what comes out. */
final class WatchedEnrichFn extends EnrichFn {

  private static final long serialVersionUID = 1;

  WatchedEnrichFn(String airports) {
    super(airports);
  }

  @Override
  protected void passes(Flight flight) {
    Measurement.current().recordOut(flight);
  }
}
