package io.summerbeam.transforms.aggregate;

import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.Row;

/** What a bundle has seen of one group in one window. */
final class Portion {

  private final BoundedWindow window;
  private final Accumulator seen;
  private long records;

  /** Of no record yet. */
  Portion(BoundedWindow window, Accumulator seen) {
    this.window = window;
    this.seen = seen;
  }

  void add(Row row, long time) {
    seen.add(row, time);
    records++;
  }

  BoundedWindow window() {
    return window;
  }

  long records() {
    return records;
  }

  Accumulator seen() {
    return seen;
  }
}
