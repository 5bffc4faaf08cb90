package io.summerbeam.benchmarks.kernels;

import io.summerbeam.samples.flights.FlightsPipeline;
import io.summerbeam.sdk.lookup.SnapshotLoader;
import java.util.function.Consumer;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;

/** The airports, as a table that is loaded. */
record AirportsLoader() implements SnapshotLoader {

  private static final long serialVersionUID = 1;

  @Override
  public Schema schema() {
    return FlightsPipeline.AIRPORT;
  }

  @Override
  public void load(Consumer<Row> rows) {
    Flights.load().airports().forEach(rows);
  }
}
