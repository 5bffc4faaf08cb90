package io.summerbeam.benchmarks.enrich.table;

import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;

/** Looks customers up in a map that is made in the set-up. */
final class MapFn extends DoFn<Row, Row> {

  private static final long serialVersionUID = 1;

  private final int customers;
  private transient Map<String, Customer> map = Map.of();

  MapFn(int customers) {
    this.customers = customers;
  }

  @Setup
  public void setup() {
    map = Customer.map(customers);
  }

  @ProcessElement
  public void process(ProcessContext context) {
    context.output(Append.customer(context.element(), map));
  }
}
