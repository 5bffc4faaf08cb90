package io.summerbeam.benchmarks.kernels;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;

/** Does nothing: what is left is the runner's. */
final class PassThroughFn extends DoFn<Row, Row> {

  private static final long serialVersionUID = 1;

  @ProcessElement
  public void process(ProcessContext context) {
    context.output(context.element());
  }
}
