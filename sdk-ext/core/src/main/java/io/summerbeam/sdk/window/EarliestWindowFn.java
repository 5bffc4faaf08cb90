package io.summerbeam.sdk.window;

import java.util.List;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.WindowMappingFn;

/**
 * Which of the sliding windows of a side input a record of the main input sees: the earliest one
 * that contains the end of its own window, as with Beam's.
 */
final class EarliestWindowFn extends WindowMappingFn<IntervalWindow> {

  private static final long serialVersionUID = 1;

  private final SlidingWindowFn windows;

  EarliestWindowFn(SlidingWindowFn windows) {
    this.windows = windows;
  }

  @Override
  public IntervalWindow getSideInputWindow(BoundedWindow mainWindow) {
    if (mainWindow instanceof GlobalWindow) {
      throw new IllegalArgumentException(
          "A side input in windows ("
              + windows
              + ") has no window for a main input in the global one. Window both, or none.");
    }
    List<IntervalWindow> all = windows.windowsAt(mainWindow.maxTimestamp());
    return all.get(all.size() - 1);
  }
}
