package io.summerbeam.benchmarks.kernels;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;

/** City and state of the origin by hand, out of a map that came with the DoFn. */
final class EnrichFn extends DoFn<Row, Row> {

  private static final long serialVersionUID = 1;

  static final TupleTag<Row> OUT = new TupleTag<>("out") {};
  static final TupleTag<Row> MISS = new TupleTag<>("miss") {};

  /** What is taken of an airport. */
  record Place(String city, String state) implements java.io.Serializable {}

  private static final int FIELDS = 5;

  private final HashMap<String, Place> airports;
  private final Schema schema;

  EnrichFn(Map<String, Place> airports, Schema schema) {
    this.airports = new HashMap<>(airports);
    this.schema = schema;
  }

  @ProcessElement
  public void process(ProcessContext context) {
    Row row = context.element();
    Place place = airports.get(row.<String>getValue(Flights.ORIGIN));
    if (place == null) {
      context.output(MISS, row);
      return;
    }
    Object[] values = new Object[FIELDS + 2];
    for (int i = 0; i < FIELDS; i++) {
      values[i] = row.getValue(i);
    }
    values[FIELDS] = place.city();
    values[FIELDS + 1] = place.state();
    context.output(Row.withSchema(schema).attachValues(Arrays.asList(values)));
  }
}
