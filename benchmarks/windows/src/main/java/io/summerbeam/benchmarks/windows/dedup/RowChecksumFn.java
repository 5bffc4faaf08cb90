package io.summerbeam.benchmarks.windows.dedup;

import io.summerbeam.benchmarks.windows.Events;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;

/** Where the events end that ours lets through: id, customer, amount, item. */
final class RowChecksumFn extends DoFn<Row, Void> {

  private static final long serialVersionUID = 1;

  @ProcessElement
  public void process(@Element Row row) {
    Events.passed(row.getValue(0), row.<Long>getValue(2));
  }
}
