package io.summerbeam.transforms.enrich;

import java.time.Duration;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IncompatibleWindowException;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.PartitioningWindowFn;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Windows of one length, counted from 1970, that stay open for some time after it: what comes in
 * that time is not late yet. So they overlap, but a time belongs to one of them only.
 */
final class ChangelogWindows extends PartitioningWindowFn<Object, IntervalWindow> {

  private static final long serialVersionUID = 1;

  // Beam's times end a day after its global window does; a window ends before.
  private static final long END_OF_WINDOWS = GlobalWindow.INSTANCE.maxTimestamp().getMillis() + 1;
  private static final long END_OF_TIME = BoundedWindow.TIMESTAMP_MAX_VALUE.getMillis() + 1;

  private final long size;
  private final long waiting;

  ChangelogWindows(long size, long waiting) {
    this.size = size;
    this.waiting = waiting;
  }

  /** Where the window of a time begins. */
  long startOf(long time) {
    return time - Math.floorMod(time, size);
  }

  /** How long a window is, without the time that it stays open. */
  long size() {
    return size;
  }

  @Override
  public IntervalWindow assignWindow(Instant time) {
    long millis = time.getMillis();
    long start = startOf(millis);
    long end =
        Math.min(start + size + waiting, millis < END_OF_WINDOWS ? END_OF_WINDOWS : END_OF_TIME);
    return new IntervalWindow(Instant.ofEpochMilli(start), Instant.ofEpochMilli(end));
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
    return other instanceof ChangelogWindows windows
        && size == windows.size
        && waiting == windows.waiting;
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(size) + Long.hashCode(waiting);
  }

  @Override
  public String toString() {
    return "fixed " + Duration.ofMillis(size) + ", open for " + Duration.ofMillis(waiting);
  }
}
