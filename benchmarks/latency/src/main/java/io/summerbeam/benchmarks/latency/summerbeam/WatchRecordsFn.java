package io.summerbeam.benchmarks.latency.summerbeam;

import io.summerbeam.benchmarks.flights.Flight;
import io.summerbeam.benchmarks.latency.Measurement;
import io.summerbeam.samples.flights.FlightsPipeline;
import java.util.Objects;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;

/** Looks at the flights that have their states, and lets them through. */
final class WatchRecordsFn extends DoFn<Row, Row> {

  private static final long serialVersionUID = 1;

  // The fields of a flight stay where they are when others are added.
  private static final int ORIGIN = FlightsPipeline.FLIGHT.indexOf("origin");
  private static final int DESTINATION = FlightsPipeline.FLIGHT.indexOf("destination");
  private static final int DELAY = FlightsPipeline.FLIGHT.indexOf("delay");
  private static final int DISTANCE = FlightsPipeline.FLIGHT.indexOf("distance");

  @ProcessElement
  public void process(@Element Row row, @Timestamp Instant time, OutputReceiver<Row> out) {
    Measurement.current()
        .recordOut(
            new Flight(
                text(row, ORIGIN),
                text(row, DESTINATION),
                number(row, DELAY),
                number(row, DISTANCE),
                time.getMillis()));
    out.output(row);
  }

  private static String text(Row row, int field) {
    return Objects.requireNonNull(row.<String>getValue(field));
  }

  private static long number(Row row, int field) {
    return Objects.requireNonNull(row.<Long>getValue(field));
  }
}
