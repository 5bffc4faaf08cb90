package io.summerbeam.transforms.enrich;

import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;

/** A record that waits, and what it leaves with. */
record HeldRecord(Row row, Instant timestamp, BoundedWindow window, PaneInfo pane) {

  /** Nothing of the record. */
  @Override
  public String toString() {
    return "HeldRecord at " + timestamp + " in " + window;
  }
}
