package io.summerbeam.benchmarks.flights.summerbeam;

import io.summerbeam.benchmarks.flights.FlightsChecksum;
import java.util.Objects;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;

/** Where the results end. */
final class ChecksumFn extends DoFn<Row, Void> {

  private static final long serialVersionUID = 1;

  @ProcessElement
  public void process(@Element Row row) {
    FlightsChecksum.add(
        Objects.requireNonNull(row.getString("origin_state")),
        Objects.requireNonNull(row.getDateTime("window_start")).getMillis(),
        Objects.requireNonNull(row.getInt64("flights")),
        Objects.requireNonNull(row.getDouble("mean_delay")),
        Objects.requireNonNull(row.getInt64("max_delay")),
        Objects.requireNonNull(row.getInt64("delayed_15")));
  }
}
