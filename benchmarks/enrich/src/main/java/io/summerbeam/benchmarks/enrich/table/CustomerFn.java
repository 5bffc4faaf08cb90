package io.summerbeam.benchmarks.enrich.table;

import io.summerbeam.benchmarks.enrich.Customers;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;

/** Makes the customer of a number. */
final class CustomerFn extends DoFn<Long, Row> {

  private static final long serialVersionUID = 1;

  @ProcessElement
  public void process(@Element Long number, OutputReceiver<Row> out) {
    out.output(Customers.row(number));
  }
}
