package io.summerbeam.benchmarks.kernels;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;

/** The expectations of the flights job by hand: fields by index, null fails. */
final class ValidateFn extends DoFn<Row, Row> {

  private static final long serialVersionUID = 1;

  static final TupleTag<Row> OUT = new TupleTag<>("out") {};
  static final TupleTag<Row> BAD = new TupleTag<>("bad") {};

  private static final long LEAST_DELAY = -1440;
  private static final long MOST_DELAY = 2880;

  // With a context: an output receiver is made anew for each record.
  @ProcessElement
  public void process(ProcessContext context) {
    Row row = context.element();
    if (isPlausible(row)) {
      context.output(row);
    } else {
      context.output(BAD, row);
    }
  }

  static boolean isPlausible(Row row) {
    Long distance = row.getValue(Flights.DISTANCE);
    Long delay = row.getValue(Flights.DELAY);
    String origin = row.getValue(Flights.ORIGIN);
    String destination = row.getValue(Flights.DESTINATION);
    return distance != null
        && distance > 0
        && delay != null
        && delay >= LEAST_DELAY
        && delay <= MOST_DELAY
        && origin != null
        && destination != null
        && !origin.equals(destination);
  }
}
