package io.summerbeam.transforms.aggregate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.jspecify.annotations.Nullable;

/**
 * Fills the windows of a bucket with the records of one element: each window is read from the state
 * once and written once, however many records are for it.
 */
final class Filling {

  private final List<Measure.Bound> measures;
  private final WindowKind kind;
  private final WindowTimes times;
  private final long passed;
  private final MapState<Slot, List<OpenWindow>> open;
  private final MapState<GroupKey, ClosedWindows> closed;
  // Windows in here are new, or copies: what was read belongs to the state.
  private final Map<Slot, List<OpenWindow>> filled = new LinkedHashMap<>();
  private final Map<GroupKey, ClosedWindows> read = new HashMap<>();

  /**
   * @param passed the watermark has passed this time
   */
  Filling(
      List<Measure.Bound> measures,
      WindowKind kind,
      WindowTimes times,
      long passed,
      MapState<Slot, List<OpenWindow>> open,
      MapState<GroupKey, ClosedWindows> closed) {
    this.measures = measures;
    this.kind = kind;
    this.times = times;
    this.passed = passed;
    this.open = open;
    this.closed = closed;
  }

  /**
   * Adds a record to a window that contains its time, unless that has been closed.
   *
   * @return null if it was added, else the window that it is too late for
   */
  @Nullable IntervalWindow add(KeyedRecord record, IntervalWindow window) {
    return kind == WindowKind.SESSIONS ? addToSession(record, window) : addToWindow(record, window);
  }

  /** Hands over what the state is to be now. */
  void forEach(BiConsumer<Slot, List<OpenWindow>> to) {
    filled.forEach(to);
  }

  private @Nullable IntervalWindow addToWindow(KeyedRecord record, IntervalWindow window) {
    Slot slot = Slot.of(record.key(), window);
    List<OpenWindow> there = filled.get(slot);
    if (there == null) {
      there = copy(slot);
    }
    if (there.isEmpty()) {
      if (isLate(record.key(), window)) {
        return window;
      }
      there.add(opened(record, window));
    } else {
      there.get(0).seen().add(record.row(), record.time());
    }
    filled.put(slot, there);
    return null;
  }

  private @Nullable IntervalWindow addToSession(KeyedRecord record, IntervalWindow session) {
    if (times.ages(session) <= passed) {
      // One that was closed, and that it would have met, may have been forgotten.
      return session;
    }
    if (session.start().getMillis() <= passed) {
      // Before those that are open: a result that was given does not grow.
      IntervalWindow over = closedOf(record.key()).meeting(session);
      if (over != null) {
        return over;
      }
    }
    Slot slot = Slot.ofSessions(record.key());
    List<OpenWindow> there = filled.get(slot);
    if (there == null) {
      there = copy(slot);
    }
    List<OpenWindow> apart = new ArrayList<>();
    OpenWindow merged = opened(record, session);
    for (OpenWindow each : there) {
      if (each.window().intersects(merged.window())) {
        merged.seen().merge(each.seen());
        merged = new OpenWindow(merged.window().span(each.window()), 0, merged.seen());
      } else {
        apart.add(each);
      }
    }
    apart.add(merged);
    filled.put(slot, apart);
    return null;
  }

  private boolean isLate(GroupKey key, IntervalWindow window) {
    return times.closes(window) <= passed
        && (times.ages(window) <= passed || closedOf(key).has(window, kind));
  }

  private ClosedWindows closedOf(GroupKey key) {
    return read.computeIfAbsent(
        key,
        k -> {
          ClosedWindows windows = closed.get(k).read();
          return windows == null ? ClosedWindows.NONE : windows;
        });
  }

  private OpenWindow opened(KeyedRecord record, IntervalWindow window) {
    Accumulator seen = Accumulator.empty(measures);
    seen.add(record.row(), record.time());
    return new OpenWindow(window, 0, seen);
  }

  private List<OpenWindow> copy(Slot slot) {
    List<OpenWindow> windows = open.get(slot).read();
    List<OpenWindow> copies = new ArrayList<>();
    if (windows != null) {
      for (OpenWindow each : windows) {
        Accumulator seen = Accumulator.empty(measures);
        seen.merge(each.seen());
        copies.add(new OpenWindow(each.window(), each.firings(), seen));
      }
    }
    return copies;
  }
}
