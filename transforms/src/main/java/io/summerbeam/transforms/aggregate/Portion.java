package io.summerbeam.transforms.aggregate;

import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.values.Row;

/** What a bundle has seen of one group in one window. */
final class Portion {

  private final BoundedWindow window;
  private final Accumulator seen;
  private long records;

  Portion(BoundedWindow window, long records, Accumulator seen) {
    this.window = window;
    this.records = records;
    this.seen = seen;
  }

  void add(Row row, long time) {
    seen.add(row, time);
    records++;
  }

  /** The window, where windows have a start and an end. */
  IntervalWindow window() {
    return (IntervalWindow) window;
  }

  /** The window, which may be the global one. */
  BoundedWindow anyWindow() {
    return window;
  }

  long records() {
    return records;
  }

  Accumulator seen() {
    return seen;
  }
}
