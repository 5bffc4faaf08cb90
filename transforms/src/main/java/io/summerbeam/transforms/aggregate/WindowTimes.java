package io.summerbeam.transforms.aggregate;

import java.io.Serializable;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;

/**
 * When a window fires, is closed, and is forgotten, in milliseconds of event time: as soon as the
 * watermark has passed the time that is given here. Each length is so short that sums of them and a
 * time do not overflow.
 *
 * @param lateness how long after its end a window still takes records
 * @param memory how long after that records are compared with what was closed; later ones are late
 * @param reach how far the window of such a record may reach beyond a window that was closed: the
 *     gap of sessions, else 0
 */
record WindowTimes(long lateness, long memory, long reach) implements Serializable {

  private static final long serialVersionUID = 1;

  /** When it gives its result on time. */
  static long fires(IntervalWindow window) {
    return window.maxTimestamp().getMillis();
  }

  /** When it takes no more records. */
  long closes(IntervalWindow window) {
    return fires(window) + lateness;
  }

  /** When all records of it are late, whatever is known of it. */
  long ages(IntervalWindow window) {
    return closes(window) + memory;
  }

  /** When nobody asks any more whether it was closed. */
  long forgets(IntervalWindow window) {
    return ages(window) + reach;
  }

  /** The latest end of windows that are forgotten when the watermark has passed this time. */
  long forgottenTo(long passed) {
    return passed - lateness - memory - reach + 1;
  }

  /**
   * When to go through what was closed, if the first of it ends then: later than it is forgotten by
   * half of the time it is kept, so that this is done once for many windows, not for each.
   */
  long collects(long firstEnd) {
    return firstEnd + lateness + memory + reach + memory / 2;
  }

  /** How far the watermark, that has passed this time, is behind the end of a window. */
  static long latenessOf(IntervalWindow window, long passed) {
    return Math.min(passed, BoundedWindow.TIMESTAMP_MAX_VALUE.getMillis() - 1)
        + 1
        - window.end().getMillis();
  }
}
