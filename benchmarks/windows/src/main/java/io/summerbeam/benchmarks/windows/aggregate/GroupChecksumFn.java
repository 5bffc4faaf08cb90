package io.summerbeam.benchmarks.windows.aggregate;

import io.summerbeam.benchmarks.windows.Readings;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.values.Row;

/** Where the results of Beam's Group end: a row of the key, and one of count, sum, mean. */
final class GroupChecksumFn extends DoFn<Row, Void> {

  private static final long serialVersionUID = 1;

  @ProcessElement
  public void process(@Element Row row, BoundedWindow window) {
    Row key = row.getValue(0);
    Row sums = row.getValue(1);
    Readings.result(
        key.getValue(0),
        ((IntervalWindow) window).start().getMillis(),
        sums.<Long>getValue(0),
        sums.<Long>getValue(1),
        sums.<Double>getValue(2));
  }
}
