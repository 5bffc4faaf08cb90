package io.summerbeam.transforms.validate;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;

/** Gives each record the field of the {@link Marks}. */
final class AddMarksFn extends DoFn<Row, Row> {

  private static final long serialVersionUID = 1;

  private final Marks marks;

  AddMarksFn(Marks marks) {
    this.marks = marks;
  }

  @ProcessElement
  public void process(@Element Row row, OutputReceiver<Row> out) {
    out.output(marks.addTo(row));
  }
}
