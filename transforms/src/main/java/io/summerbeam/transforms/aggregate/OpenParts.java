package io.summerbeam.transforms.aggregate;

import io.summerbeam.sdk.state.Wake;
import io.summerbeam.sdk.window.SlidingWindowFn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.joda.time.Instant;

/**
 * The open parts of the sliding windows of a bucket, and what is to be done when the watermark has
 * passed some of the windows. Holds what was read, and changes none of it.
 */
final class OpenParts {

  /** So many results leave at once, or as many as there are parts where these are more. */
  static final int RESULTS = 1 << 16;

  private final NavigableMap<Long, List<Part>> byStart = new TreeMap<>();
  // Each with where the first of its parts begins. Two can begin at once: at the end of the global
  // window one is cut, and parts behind that are in another.
  private final Map<IntervalWindow, Long> due =
      new TreeMap<>(Comparator.comparing(IntervalWindow::end).thenComparing(IntervalWindow::start));
  private final List<Slot> over = new ArrayList<>();
  private long fired;
  private long next = Wake.NEVER;

  /**
   * @param bucket that the parts are of
   * @param open each part from where it begins to the end of the first window that it counts in
   * @param fired the last timestamp of the last window that has fired
   * @param passed the last timestamp that the watermark has passed
   */
  OpenParts(
      GroupBucket bucket,
      Iterable<Map.Entry<Slot, Accumulator>> open,
      SlidingWindowFn windows,
      long fired,
      long passed) {
    Set<GroupKey> groups = new HashSet<>();
    for (Map.Entry<Slot, Accumulator> entry : open) {
      Slot slot = entry.getKey();
      bucket.require(slot.key());
      byStart.computeIfAbsent(slot.start(), start -> new ArrayList<>()).add(new Part(slot, entry));
      groups.add(slot.key());
    }
    this.fired = fired;
    long enough = enough(windows, fired, passed, groups.size());
    byStart.forEach(
        (start, parts) ->
            look(start, parts, windows.windowsAt(Instant.ofEpochMilli(start), fired), enough));
  }

  // Of a state on disk, what is not due is not read.
  private record Part(Slot slot, Map.Entry<Slot, Accumulator> kept) {}

  /** Takes the result of a group in a window. */
  interface ResultConsumer {
    void accept(IntervalWindow window, GroupKey key, Accumulator seen);
  }

  /**
   * The last timestamp of the last window that is due now: of those that the watermark has passed,
   * only so many that their results are no more than may leave at once.
   */
  private long enough(SlidingWindowFn windows, long fired, long passed, int groups) {
    NavigableMap<Long, Integer> upTo = new TreeMap<>();
    int parts = 0;
    for (Map.Entry<Long, List<Part>> each : byStart.entrySet()) {
      parts += each.getValue().size();
      upTo.put(each.getKey(), parts);
    }
    // One window never exceeds it.
    int most = Math.max(RESULTS, parts);
    long results = 0;
    long looked = fired;
    for (long start : byStart.keySet()) {
      // Those that the start before has were looked at with it.
      Iterator<IntervalWindow> later = windows.windowsAt(Instant.ofEpochMilli(start), looked);
      while (later.hasNext()) {
        IntervalWindow window = later.next();
        if (last(window) > passed) {
          return passed;
        }
        int inWindow =
            before(window.end().getMillis(), upTo) - before(window.start().getMillis(), upTo);
        results += Math.min(groups, inWindow);
        if (results > most) {
          return looked;
        }
        looked = last(window);
      }
    }
    return passed;
  }

  /** How many parts begin before a time. */
  private static int before(long time, NavigableMap<Long, Integer> upTo) {
    Map.Entry<Long, Integer> last = upTo.lowerEntry(time);
    return last == null ? 0 : last.getValue();
  }

  /**
   * @param start where these parts begin
   * @param unfired windows that contain them, the earliest first
   */
  private void look(long start, List<Part> parts, Iterator<IntervalWindow> unfired, long passed) {
    long waiting = Wake.NEVER;
    while (waiting == Wake.NEVER && unfired.hasNext()) {
      IntervalWindow window = unfired.next();
      if (last(window) > passed) {
        waiting = last(window);
      } else {
        due.putIfAbsent(window, start);
        fired = Math.max(fired, last(window));
      }
    }
    for (Part part : parts) {
      if (waiting == Wake.NEVER) {
        over.add(part.slot());
      } else {
        next = Math.min(next, Math.max(waiting, part.slot().last()));
      }
    }
  }

  /**
   * The results of the windows that are due, or of the first of them where these are many, the
   * first that ended first. One window is made after the other: where time ends, all are due at
   * once, and each part is in many of them.
   */
  void forEachResult(List<Measure.Bound> measures, ResultConsumer results) {
    for (Map.Entry<IntervalWindow, Long> each : due.entrySet()) {
      IntervalWindow window = each.getKey();
      Map<GroupKey, Accumulator> groups = new LinkedHashMap<>();
      for (List<Part> parts : byStart.subMap(each.getValue(), window.end().getMillis()).values()) {
        for (Part part : parts) {
          if (part.slot().last() <= last(window)) {
            groups
                .computeIfAbsent(part.slot().key(), key -> Accumulator.empty(measures))
                .merge(part.kept().getValue());
          }
        }
      }
      groups.forEach((key, seen) -> results.accept(window, key, seen));
    }
  }

  /**
   * The last timestamp of the last window that has fired, with those whose results these are. Not
   * all that has passed: a job that was drained, and goes on, would find everything late.
   */
  long fired() {
    return fired;
  }

  /** The parts of which all windows have fired then. */
  List<Slot> over() {
    return over;
  }

  /** The last timestamp of the first window that is due next; {@link Wake#NEVER} if none is. */
  long next() {
    return next;
  }

  private static long last(IntervalWindow window) {
    return window.maxTimestamp().getMillis();
  }
}
