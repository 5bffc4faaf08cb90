package io.summerbeam.transforms.aggregate;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** The result of a group and window as a row: key, window, functions. */
final class Results implements Serializable {

  private static final long serialVersionUID = 1;

  private final Schema schema;

  Results(Schema schema) {
    this.schema = schema;
  }

  Row of(Row key, IntervalWindow window, Accumulator seen) {
    @Nullable Object[] values = new @Nullable Object[schema.getFieldCount()];
    int at = 0;
    for (int i = 0; i < key.getFieldCount(); i++) {
      values[at++] = key.getValue(i);
    }
    values[at++] = window.start();
    values[at++] = window.end();
    for (int i = 0; at < values.length; i++) {
      values[at++] = seen.result(i);
    }
    return Row.withSchema(schema).attachValues(Arrays.asList(values));
  }
}
