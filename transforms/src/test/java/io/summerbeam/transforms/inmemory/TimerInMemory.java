package io.summerbeam.transforms.inmemory;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import java.util.function.Consumer;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.joda.time.Duration;
import org.joda.time.Instant;

/** An event-time timer of one key in the global window, and the watermarks it lives between. */
public final class TimerInMemory implements Timer {

  private static final long END = GlobalWindow.INSTANCE.maxTimestamp().getMillis();
  private static final long NONE = Long.MAX_VALUE;

  private final boolean tellsWatermark;
  private final boolean firesBehind;
  private long watermark = BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis();
  private long outputWatermark = watermark;
  private long at = NONE;
  private long hold = NONE;
  private long nextHold = NONE;
  private long firing = NONE;

  /**
   * One that is not set.
   *
   * @param tellsWatermark whether it tells the watermark when it fires; else its own time, as on
   *     portable runners
   */
  public TimerInMemory(boolean tellsWatermark) {
    this(tellsWatermark, false);
  }

  private TimerInMemory(boolean tellsWatermark, boolean firesBehind) {
    this.tellsWatermark = tellsWatermark;
    this.firesBehind = firesBehind;
  }

  /**
   * One that tells the watermark and, as on classic runners, fires when that is behind its time.
   */
  public static TimerInMemory firingBehind() {
    return new TimerInMemory(true, true);
  }

  /** The watermark of the input. */
  public long watermark() {
    return watermark;
  }

  /** The watermark of the output: that of the input, unless the timer holds it. */
  public long outputWatermark() {
    return outputWatermark;
  }

  /** Advances the watermark of the input. */
  public void advance(long to) {
    assertThat(to, greaterThanOrEqualTo(watermark));
    watermark = to;
    release();
  }

  /** Advances the watermark behind all times. */
  public void advanceToTheEnd() {
    advance(BoundedWindow.TIMESTAMP_MAX_VALUE.getMillis());
  }

  /** Forgets the watermarks, as Flink does when it restores a job; what was set stays set. */
  public void restore() {
    watermark = BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis();
    outputWatermark = watermark;
  }

  /** Calls back, with the time that was set, until nothing is due any more. */
  public void fire(Consumer<Instant> callback) {
    while (at <= reached()) {
      firing = at;
      at = NONE;
      callback.accept(Instant.ofEpochMilli(firing));
      // Set again for what is over, it would fire for ever.
      assertThat(at, greaterThan(tellsWatermark ? reached() : firing));
      firing = NONE;
      if (at == NONE) {
        hold = NONE;
      }
      release();
    }
  }

  private long reached() {
    return firesBehind ? watermark - 1 : watermark;
  }

  private void release() {
    outputWatermark = Math.max(outputWatermark, Math.min(watermark, hold));
  }

  @Override
  public void set(Instant time) {
    assertThat(time.getMillis(), lessThanOrEqualTo(END));
    if (nextHold != NONE) {
      assertThat(nextHold, lessThanOrEqualTo(time.getMillis()));
    }
    at = time.getMillis();
    hold = nextHold;
    nextHold = NONE;
  }

  @Override
  public Timer withOutputTimestamp(Instant time) {
    nextHold = time.getMillis();
    return this;
  }

  @Override
  public Timer withNoOutputTimestamp() {
    nextHold = NONE;
    return this;
  }

  @Override
  public Instant getCurrentRelativeTime() {
    return Instant.ofEpochMilli(firing != NONE && !tellsWatermark ? firing : watermark);
  }

  @Override
  public void clear() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setRelative() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Timer offset(Duration offset) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Timer align(Duration period) {
    throw new UnsupportedOperationException();
  }
}
