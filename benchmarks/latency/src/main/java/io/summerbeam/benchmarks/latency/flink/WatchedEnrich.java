package io.summerbeam.benchmarks.latency.flink;

import io.summerbeam.benchmarks.flights.Flight;
import io.summerbeam.benchmarks.flights.flink.Enrich;
import io.summerbeam.benchmarks.latency.Measurement;

/** Looks at what comes out. */
final class WatchedEnrich extends Enrich {

  private static final long serialVersionUID = 1;

  WatchedEnrich(String airports) {
    super(airports);
  }

  @Override
  protected void passes(Flight flight) {
    Measurement.current().recordOut(flight);
  }
}
