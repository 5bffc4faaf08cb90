package io.summerbeam.benchmarks.windows.aggregate;

import io.summerbeam.benchmarks.windows.Readings;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;
import org.joda.time.ReadableInstant;

/** Where our results end: sensor, start and end of the window, count, sum, mean. */
final class ResultChecksumFn extends DoFn<Row, Void> {

  private static final long serialVersionUID = 1;

  @ProcessElement
  public void process(@Element Row row) {
    Readings.result(
        row.getValue(0),
        row.<ReadableInstant>getValue(1).getMillis(),
        row.<Long>getValue(3),
        row.<Long>getValue(4),
        row.<Double>getValue(5));
  }
}
