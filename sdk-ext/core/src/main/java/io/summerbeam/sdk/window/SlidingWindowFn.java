package io.summerbeam.sdk.window;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.IncompatibleWindowException;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.NonMergingWindowFn;
import org.apache.beam.sdk.transforms.windowing.PartitioningWindowFn;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.transforms.windowing.WindowMappingFn;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Windows of one size, of which one begins every so often, counted from 1970. Made by {@link
 * Windows#sliding}; public for what computes overlapping windows from the parts that they share.
 *
 * <p>Beam's own put what is before 1970 into windows that do not contain it.
 */
public final class SlidingWindowFn extends NonMergingWindowFn<Object, IntervalWindow> {

  private static final long serialVersionUID = 1;

  private final long size;
  private final long every;

  // Times between two of all starts and ends have the same windows.
  private transient @Nullable Stretch last;

  SlidingWindowFn(long size, long every) {
    this.size = size;
    this.every = every;
  }

  /** How long each window is. */
  public Duration size() {
    return Duration.ofMillis(size);
  }

  /** How long after one window the next one begins. */
  public Duration every() {
    return Duration.ofMillis(every);
  }

  /**
   * The parts that the windows share: windows that follow each other, each as long as it can be
   * with all of its times in the same sliding windows.
   */
  public PartitioningWindowFn<Object, IntervalWindow> parts() {
    return new SlidingParts(size, every);
  }

  /** The windows that contain this time, the latest first. */
  public List<IntervalWindow> windowsAt(Instant time) {
    long millis = time.getMillis();
    Stretch known = last;
    if (known != null && known.from() <= millis && millis < known.to()) {
      return known.windows();
    }
    Stretch stretch = stretchAt(millis);
    last = stretch;
    return stretch.windows();
  }

  /**
   * The windows that contain this time and of which the last timestamp is after another, the
   * earliest first, made one by one: a time may be in thousands of windows.
   */
  public Iterator<IntervalWindow> windowsAt(Instant time, long passed) {
    long millis = time.getMillis();
    long latest = millis - Math.floorMod(millis, every);
    long earliest = latest - Math.floorDiv(size - 1 - (millis - latest), every) * every;
    long first = earliest;
    if (passed >= latest + size - 1) {
      first = latest + every;
    } else if (passed >= earliest + size - 1) {
      first += ((passed - (earliest + size - 1)) / every + 1) * every;
    }
    return LongStream.iterate(first, start -> start <= latest, start -> start + every)
        .mapToObj(start -> IntervalWindowFn.window(start, start + size, millis))
        .iterator();
  }

  private Stretch stretchAt(long millis) {
    long latest = millis - Math.floorMod(millis, every);
    long earliest = latest - Math.floorDiv(size - 1 - (millis - latest), every) * every;
    List<IntervalWindow> windows = new ArrayList<>();
    for (long start = latest; start >= earliest; start -= every) {
      windows.add(IntervalWindowFn.window(start, start + size, millis));
    }
    long from = Math.max(latest, earliest - every + size);
    long to = Math.min(latest + every, earliest + size);
    return millis < IntervalWindowFn.END_OF_WINDOWS
        ? new Stretch(from, Math.min(to, IntervalWindowFn.END_OF_WINDOWS), windows)
        : new Stretch(Math.max(from, IntervalWindowFn.END_OF_WINDOWS), to, windows);
  }

  @Override
  public Collection<IntervalWindow> assignWindows(AssignContext context) {
    return windowsAt(context.timestamp());
  }

  @Override
  public boolean assignsToOneWindow() {
    return size == every;
  }

  @Override
  public WindowMappingFn<IntervalWindow> getDefaultWindowMappingFn() {
    return new EarliestWindowFn(this);
  }

  @Override
  public Coder<IntervalWindow> windowCoder() {
    return IntervalWindow.getCoder();
  }

  @SuppressWarnings("deprecation") // Beam deprecates it and asks it still.
  @Override
  public boolean isCompatible(WindowFn<?, ?> other) {
    return equals(other);
  }

  @Override
  public void verifyCompatibility(WindowFn<?, ?> other) throws IncompatibleWindowException {
    if (!equals(other)) {
      throw new IncompatibleWindowException(
          other, "Only the same windows are compatible: " + this + ".");
    }
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder.add(DisplayData.item("windows", toString()).withLabel("Windows"));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SlidingWindowFn windows
        && size == windows.size
        && every == windows.every;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(size) * 31 + Long.hashCode(every);
  }

  /** The text form. */
  @Override
  public String toString() {
    return "sliding " + size() + " every " + every();
  }

  private record Stretch(long from, long to, List<IntervalWindow> windows) {
    Stretch {
      windows = Collections.unmodifiableList(windows);
    }
  }
}
