package io.summerbeam.transforms.aggregate;

import io.summerbeam.transforms.aggregate.NaiveAggregate.Cut;
import io.summerbeam.transforms.aggregate.NaiveAggregate.Event;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What comes out of a stream of records of one key where some lateness is allowed, in the plainest
 * way: a window keeps the numbers it took until it is closed. It fires when the watermark has
 * passed its end, and from then on with all that comes together. What is later than allowed is
 * dropped, by the window of the record itself.
 */
final class LatenessModel {

  private final Cut cut;
  private final boolean merging;
  private final long lateness;
  private final boolean accumulating;
  private final List<String> panes = new ArrayList<>();
  private long watermark = Long.MIN_VALUE;
  private List<Pane> open = new ArrayList<>();
  private int assigned;
  private int dropped;

  LatenessModel(Cut cut, boolean merging, long lateness, boolean accumulating) {
    this.cut = cut;
    this.merging = merging;
    this.lateness = lateness;
    this.accumulating = accumulating;
  }

  private record Window(long start, long end) {

    /** Of {@code start end}. */
    static Window of(String text) {
      String[] times = text.split(" ");
      return new Window(Long.parseLong(times[0]), Long.parseLong(times[1]));
    }

    long last() {
      return end - 1;
    }

    boolean meets(Window other) {
      return start < other.end && other.start < end;
    }

    Window with(Window other) {
      return new Window(Math.min(start, other.start), Math.max(end, other.end));
    }
  }

  /** A window that takes records. */
  private static final class Pane {
    private final Window window;
    private final List<Long> all = new ArrayList<>();
    private final List<Long> fresh = new ArrayList<>();
    private int firings;

    Pane(Window window) {
      this.window = window;
    }
  }

  /** Start, end, count, sum, timing, index, and whether it is the last, of all that fired. */
  List<String> panes() {
    return panes;
  }

  /** How many windows all records are in together. */
  int assigned() {
    return assigned;
  }

  /** For how many of these they were too late. */
  int dropped() {
    return dropped;
  }

  /** The watermark moves on. */
  void advance(long to) {
    for (Pane pane : open) {
      if (pane.window.last() >= watermark && pane.window.last() < to) {
        fire(pane, "on_time", pane.window.last() + lateness < to);
      }
    }
    watermark = to;
    open.removeIf(pane -> pane.window.last() + lateness < watermark);
  }

  /** Records come together. */
  void arrive(List<Event> events) {
    Set<Pane> touched = new LinkedHashSet<>();
    for (Event event : events) {
      for (String text : cut.windows(List.of(event)).keySet()) {
        assigned++;
        Window window = Window.of(text);
        if (window.last() + lateness < watermark) {
          dropped++;
          continue;
        }
        Pane pane = paneOf(window);
        pane.all.add(event.n());
        pane.fresh.add(event.n());
        touched.add(pane);
      }
    }
    for (Pane pane : touched) {
      // Others have become part of one that came after.
      if (open.contains(pane) && pane.window.last() < watermark) {
        fire(pane, "late", false);
      }
    }
  }

  private Pane paneOf(Window window) {
    List<Pane> others = new ArrayList<>();
    List<Pane> met = new ArrayList<>();
    for (Pane pane : open) {
      boolean meets = merging ? pane.window.meets(window) : pane.window.equals(window);
      (meets ? met : others).add(pane);
    }
    Window merged = window;
    for (Pane pane : met) {
      merged = merged.with(pane.window);
    }
    Pane found = new Pane(merged);
    for (Pane pane : met) {
      found.all.addAll(pane.all);
      found.fresh.addAll(pane.fresh);
      if (pane.window.equals(merged)) {
        found.firings = pane.firings;
      }
    }
    others.add(found);
    open = others;
    return found;
  }

  private void fire(Pane pane, String timing, boolean last) {
    List<Long> given = accumulating ? pane.all : pane.fresh;
    panes.add(
        pane.window.start()
            + " "
            + pane.window.end()
            + " "
            + given.size()
            + " "
            + given.stream().mapToLong(Long::longValue).sum()
            + " "
            + timing
            + " "
            + pane.firings
            + " "
            + last);
    pane.firings++;
    pane.fresh.clear();
  }
}
