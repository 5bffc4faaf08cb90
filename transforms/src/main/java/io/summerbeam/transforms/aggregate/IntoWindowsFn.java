package io.summerbeam.transforms.aggregate;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.WindowedValue;

/** Puts each result into the window that it is of. Its time is that of the window already. */
final class IntoWindowsFn extends DoFn<WindowedValue<Row>, Row> {

  private static final long serialVersionUID = 1;

  @ProcessElement
  public void process(@Element WindowedValue<Row> result, OutputReceiver<Row> out) {
    out.outputWindowedValue(
        result.getValue(), result.getTimestamp(), result.getWindows(), result.getPaneInfo());
  }
}
