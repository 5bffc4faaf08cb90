package io.summerbeam.transforms.aggregate;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** The result of a group and window as a row: key, window, functions, pane. */
final class Results implements Serializable {

  private static final long serialVersionUID = 1;

  private final Schema schema;
  private final int count;
  private final int functions;
  private final boolean pane;

  /**
   * Makes rows of a schema.
   *
   * @param measures the functions
   * @param pane whether the last field is the pane
   */
  Results(Schema schema, List<Measure.Bound> measures, boolean pane) {
    this.schema = schema;
    this.count = measures.size();
    this.functions = FunctionDigest.of(measures);
    this.pane = pane;
  }

  Schema schema() {
    return schema;
  }

  Row of(Row key, BoundedWindow window, Accumulator seen, PaneInfo fired) {
    @Nullable Object[] values = new @Nullable Object[schema.getFieldCount()];
    int at = 0;
    for (int i = 0; i < key.getFieldCount(); i++) {
      values[at++] = key.getValue(i);
    }
    // The global window has no start and no end.
    if (window instanceof IntervalWindow interval) {
      values[at++] = interval.start();
      values[at++] = interval.end();
    }
    seen.requireFunctions(functions);
    for (int i = 0; i < count; i++) {
      values[at++] = seen.result(i);
    }
    if (pane) {
      values[at] = Panes.row(fired);
    }
    return Row.withSchema(schema).attachValues(Arrays.asList(values));
  }
}
