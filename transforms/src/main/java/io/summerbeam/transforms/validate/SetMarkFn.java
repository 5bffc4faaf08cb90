package io.summerbeam.transforms.validate;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;

/** Marks every record. */
final class SetMarkFn extends DoFn<Row, Row> {

  private static final long serialVersionUID = 1;

  private final Marks marks;
  private final int bit;

  SetMarkFn(Marks marks, int bit) {
    this.marks = marks;
    this.bit = bit;
  }

  @ProcessElement
  public void process(@Element Row row, OutputReceiver<Row> out) {
    out.output(marks.with(row, bit));
  }
}
