package io.summerbeam.transforms.dedup;

import java.io.Serializable;

/**
 * Stretches of time half as long as what is near. What was let through is remembered by the stretch
 * it was in; so what is near is certainly found, and what is farther away than half as much again
 * is not.
 */
record Generations(long withinMillis) implements Serializable {

  private static final long serialVersionUID = 1;

  /** In how many generations what is near one time may be, before it, after it, and its own. */
  static final int BOTH_WAYS = 5;

  /** In how many generations what is near one time may be, before it and its own. */
  static final int BACKWARDS = 3;

  /** The generation that a time is in. */
  long of(long time) {
    return Math.floorDiv(time, length());
  }

  /** The first generation in which something near may be. */
  long firstNear(long time) {
    return of(time - withinMillis + 1);
  }

  /** The last generation in which something near may be. */
  long lastNear(long time) {
    return of(time + withinMillis - 1);
  }

  /** The first time to which nothing in a generation is near any more. */
  long over(long generation) {
    return (generation + 1) * length() + withinMillis;
  }

  private long length() {
    return (withinMillis + 1) / 2;
  }
}
