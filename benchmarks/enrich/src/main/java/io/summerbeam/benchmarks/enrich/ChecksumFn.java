package io.summerbeam.benchmarks.enrich;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;

/** Adds each order to the checksum. */
final class ChecksumFn extends DoFn<Row, Void> {

  private static final long serialVersionUID = 1;

  private final int text;
  private final int number;

  ChecksumFn(int text, int number) {
    this.text = text;
    this.number = number;
  }

  @ProcessElement
  public void process(@Element Row row) {
    OrderChecksum.add(
        row.<Long>getValue(Orders.ID), row.<String>getValue(text), row.<Long>getValue(number));
  }
}
