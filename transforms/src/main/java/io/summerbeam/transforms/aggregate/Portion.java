package io.summerbeam.transforms.aggregate;

import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.values.Row;

/** What a bundle has seen of one group in one window. */
final class Portion {

  private final IntervalWindow window;
  private final Accumulator seen;
  private long records;

  Portion(IntervalWindow window, long records, Accumulator seen) {
    this.window = window;
    this.records = records;
    this.seen = seen;
  }

  void add(Row row, long time) {
    seen.add(row, time);
    records++;
  }

  IntervalWindow window() {
    return window;
  }

  long records() {
    return records;
  }

  Accumulator seen() {
    return seen;
  }
}
