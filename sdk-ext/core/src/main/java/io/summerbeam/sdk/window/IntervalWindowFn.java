package io.summerbeam.sdk.window;

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

/** Cuts time, all of it, into windows that follow each other. Two are compatible if equal. */
abstract class IntervalWindowFn extends PartitioningWindowFn<Object, IntervalWindow> {

  private static final long serialVersionUID = 1;

  // Beam's times end a day after its global window does. A window that reaches over the end of the
  // global window is cut there, as Beam's own are, so that it is over before time is.
  static final long END_OF_WINDOWS = GlobalWindow.INSTANCE.maxTimestamp().getMillis() + 1;
  private static final long END_OF_TIME = BoundedWindow.TIMESTAMP_MAX_VALUE.getMillis() + 1;

  // Most records are in the window of the one before. Not volatile: a window's fields are final, so
  // that a thread sees a whole window or none, and either will do.
  private transient @Nullable IntervalWindow last;

  /** Where the window that contains this time begins. */
  abstract long startOf(long millis);

  /** Where the window that contains this time ends, exclusive. */
  abstract long endOf(long millis, long start);

  @Override
  public final IntervalWindow assignWindow(Instant time) {
    long millis = time.getMillis();
    IntervalWindow known = last;
    if (known != null && known.start().getMillis() <= millis && millis < known.end().getMillis()) {
      return known;
    }
    long start = startOf(millis);
    IntervalWindow window = window(start, endOf(millis, start), millis);
    last = window;
    return window;
  }

  /** The window from start to end that contains this time, cut where windows end. */
  static IntervalWindow window(long start, long end, long millis) {
    long latest = millis < END_OF_WINDOWS ? END_OF_WINDOWS : END_OF_TIME;
    return new IntervalWindow(
        Instant.ofEpochMilli(start), Instant.ofEpochMilli(Math.min(end, latest)));
  }

  @Override
  public final Coder<IntervalWindow> windowCoder() {
    return IntervalWindow.getCoder();
  }

  @SuppressWarnings("deprecation") // Beam deprecates it and asks it still.
  @Override
  public final boolean isCompatible(WindowFn<?, ?> other) {
    return equals(other);
  }

  @Override
  public final void verifyCompatibility(WindowFn<?, ?> other) throws IncompatibleWindowException {
    if (!equals(other)) {
      throw new IncompatibleWindowException(
          other, "Only the same windows are compatible: " + this + ".");
    }
  }

  @Override
  public final void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder.add(DisplayData.item("windows", toString()).withLabel("Windows"));
  }

  @Override
  public abstract boolean equals(@Nullable Object other);

  @Override
  public abstract int hashCode();

  /** The text form. */
  @Override
  public abstract String toString();
}
