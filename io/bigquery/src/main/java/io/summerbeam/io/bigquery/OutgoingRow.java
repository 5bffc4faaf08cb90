package io.summerbeam.io.bigquery;

import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row on its way to the service, with what its dead letter has to say of it: on that way all rows
 * come into the global window.
 *
 * @param window null for the global window, and others that are no interval
 */
record OutgoingRow(Row row, Instant eventTime, @Nullable IntervalWindow window) {

  static OutgoingRow of(Row row, Instant eventTime, BoundedWindow window) {
    return new OutgoingRow(
        row, eventTime, window instanceof IntervalWindow interval ? interval : null);
  }

  BoundedWindow windowOfDeadLetter() {
    return window == null ? GlobalWindow.INSTANCE : window;
  }

  /** Nothing of the row. */
  @Override
  public String toString() {
    return "OutgoingRow{eventTime=" + eventTime + ", window=" + window + "}";
  }
}
