package io.summerbeam.benchmarks.latency.summerbeam;

import io.summerbeam.benchmarks.flights.Flight;
import io.summerbeam.benchmarks.latency.Measurement;
import java.util.Objects;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;

/** Looks at the flights that have their states, and lets them through. */
final class WatchRecordsFn extends DoFn<Row, Row> {

  private static final long serialVersionUID = 1;

  @ProcessElement
  public void process(@Element Row row, @Timestamp Instant time, OutputReceiver<Row> out) {
    Measurement.current()
        .recordOut(
            new Flight(
                Objects.requireNonNull(row.getString("origin")),
                Objects.requireNonNull(row.getString("destination")),
                Objects.requireNonNull(row.getInt64("delay")),
                Objects.requireNonNull(row.getInt64("distance")),
                time.getMillis()));
    out.output(row);
  }
}
