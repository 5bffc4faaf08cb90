package io.summerbeam.benchmarks.enrich.changelog;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;

/** Where trades end: which one it was, and a number of it. */
final class ChecksumFn extends DoFn<Row, Void> {

  private static final long serialVersionUID = 1;

  private final int number;

  ChecksumFn(int number) {
    this.number = number;
  }

  @ProcessElement
  public void process(@Element Row row) {
    Market.traded(row.<Long>getValue(EventFn.ID), row.<Long>getValue(number));
  }
}
