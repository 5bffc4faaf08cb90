package io.summerbeam.benchmarks.latency.summerbeam;

import io.summerbeam.benchmarks.latency.Measurement;
import java.util.Objects;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;

/** Looks at the results, and lets them through. */
final class WatchResultsFn extends DoFn<Row, Row> {

  private static final long serialVersionUID = 1;

  @ProcessElement
  public void process(@Element Row row, OutputReceiver<Row> out) {
    Measurement.current()
        .resultOut(Objects.requireNonNull(row.getDateTime("window_start")).getMillis());
    out.output(row);
  }
}
