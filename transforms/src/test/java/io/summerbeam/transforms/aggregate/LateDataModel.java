package io.summerbeam.transforms.aggregate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;

/**
 * What is to come out of a stream of records of one key of which late data is kept, in the plainest
 * way: every record that was let in is kept, and every window that was closed is remembered.
 */
final class LateDataModel {

  private final LongFunction<Collection<IntervalWindow>> windows;
  private final WindowKind kind;
  private final long lateness;
  private final long memory;
  private final boolean accumulating;
  private final List<Pane> panes = new ArrayList<>();
  private final List<String> results = new ArrayList<>();
  private final List<String> late = new ArrayList<>();
  private int assigned;

  LateDataModel(
      LongFunction<Collection<IntervalWindow>> windows,
      WindowKind kind,
      long lateness,
      long memory,
      boolean accumulating) {
    this.windows = windows;
    this.kind = kind;
    this.lateness = lateness;
    this.memory = memory;
    this.accumulating = accumulating;
  }

  /** A window with records. */
  private static final class Pane {
    private IntervalWindow window;
    private final List<Long> all = new ArrayList<>();
    private final List<Long> fresh = new ArrayList<>();
    private boolean fired;
    private boolean closed;

    Pane(IntervalWindow window) {
      this.window = window;
    }
  }

  /** What came out on time and late, without its key: start, end, count, sum. */
  List<String> results() {
    return results;
  }

  /** The number of the record, start and end of the window, and the lateness. */
  List<String> late() {
    return late;
  }

  /** How many windows all records are in together. */
  int assigned() {
    return assigned;
  }

  /**
   * Records come together.
   *
   * @param watermark which has passed what is before it
   * @param times of the records, whose numbers go up by one
   */
  void arrive(long watermark, List<Long> times, long firstNumber) {
    Set<Pane> touched = new HashSet<>();
    for (int i = 0; i < times.size(); i++) {
      for (IntervalWindow window : windows.apply(times.get(i))) {
        assigned++;
        long n = firstNumber + i;
        IntervalWindow missed = missed(watermark, window);
        if (missed == null) {
          Pane pane = open(window);
          pane.all.add(n);
          pane.fresh.add(n);
          touched.add(pane);
        } else {
          late.add(n + " " + text(missed) + " " + (watermark - missed.end().getMillis()));
        }
      }
    }
    for (Pane pane : panes) {
      if (pane.fired && touched.contains(pane)) {
        give(pane);
      }
    }
  }

  /** The watermark has passed what is before it, and timers fire. */
  void fire(long watermark) {
    for (Pane pane : panes) {
      if (!pane.fired && end(pane.window) <= watermark) {
        pane.fired = true;
        give(pane);
      }
      pane.closed |= pane.fired && end(pane.window) + lateness <= watermark;
    }
  }

  private IntervalWindow missed(long watermark, IntervalWindow window) {
    boolean old = end(window) + lateness + memory <= watermark;
    for (Pane pane : panes) {
      if (kind != WindowKind.SESSIONS && pane.window.equals(window)) {
        return pane.closed ? window : null;
      }
      if (kind == WindowKind.SESSIONS
          && !old
          && pane.closed
          && pane.window.intersects(window)
          && panes.stream()
              .noneMatch(
                  other ->
                      other.closed
                          && other.window.intersects(window)
                          && other.window.start().isBefore(pane.window.start()))) {
        return pane.window;
      }
    }
    return old ? window : null;
  }

  private Pane open(IntervalWindow window) {
    Pane found = new Pane(window);
    for (Pane pane : List.copyOf(panes)) {
      if (kind == WindowKind.SESSIONS
          ? !pane.closed && pane.window.intersects(window)
          : pane.window.equals(window)) {
        if (kind != WindowKind.SESSIONS) {
          return pane;
        }
        found.window = found.window.span(pane.window);
        found.all.addAll(pane.all);
        found.fresh.addAll(pane.fresh);
        panes.remove(pane);
      }
    }
    panes.add(found);
    return found;
  }

  private void give(Pane pane) {
    List<Long> given = accumulating ? pane.all : pane.fresh;
    results.add(
        text(pane.window)
            + " "
            + given.size()
            + " "
            + given.stream().mapToLong(Long::longValue).sum());
    pane.fresh.clear();
  }

  private static long end(IntervalWindow window) {
    return window.end().getMillis();
  }

  static String text(IntervalWindow window) {
    return window.start().getMillis() + "-" + window.end().getMillis();
  }
}
