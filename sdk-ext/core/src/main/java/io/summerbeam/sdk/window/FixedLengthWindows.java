package io.summerbeam.sdk.window;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Windows of one length, counted from 1970. Beam's own put what is before 1970 into the window
 * behind its own.
 */
final class FixedLengthWindows extends IntervalWindowFn {

  private static final long serialVersionUID = 1;

  private final long millis;

  FixedLengthWindows(long millis) {
    this.millis = millis;
  }

  @Override
  long startOf(long time) {
    return time - Math.floorMod(time, millis);
  }

  @Override
  long endOf(long time, long start) {
    return start + millis;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FixedLengthWindows windows && millis == windows.millis;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(millis);
  }

  @Override
  public String toString() {
    return "fixed " + Duration.ofMillis(millis);
  }
}
