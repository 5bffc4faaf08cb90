package io.summerbeam.transforms.aggregate;

import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.WindowFn;

/** How the windows of a group lie to each other. */
enum WindowKind {
  /** A time is in one of them. */
  IN_A_ROW,
  /** A time may be in several. */
  OVERLAPPING,
  /** They grow together where they meet. */
  SESSIONS;

  /**
   * Of the windows that a function makes.
   *
   * @throws IllegalArgumentException if they merge in another way than sessions do
   */
  static WindowKind of(WindowFn<?, ?> windows) {
    if (windows instanceof Sessions) {
      return SESSIONS;
    }
    if (!windows.isNonMerging()) {
      throw new IllegalArgumentException(
          "Aggregate: late data is told apart for windows that do not merge and for sessions, but"
              + " these are "
              + windows.getClass().getSimpleName()
              + ". Take Windows.sessions(...), or leave out withLateData().");
    }
    return windows.assignsToOneWindow() ? IN_A_ROW : OVERLAPPING;
  }
}
