package io.summerbeam.sdk.window;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.state.Durations;
import java.io.Serializable;
import java.time.Duration;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;

/**
 * How the watermark of a source follows the times of its records, where these are nearly in order.
 *
 * <pre>{@code
 * PartitionWatermark watermark =
 *     BoundedOutOfOrderness.of(Duration.ofSeconds(30)).partition();
 * watermark.observe(timeOfRecord, now);   // for each record
 * watermark.caughtUp(now);                // whenever there is nothing more to read
 * watermark.watermark();
 * }</pre>
 *
 * <ul>
 *   <li>The watermark of a partition is a bound behind its latest record. A record that is more
 *       than that earlier than one before it may be late.
 *   <li>A partition that is idle would hold back all others. When nothing was there to be read for
 *       a time, its watermark follows the clock: as far behind it as it is behind records. What is
 *       written then and had happened still earlier is late.
 *   <li>A record from the future moves the watermark to the clock's time at most, less the bound.
 *       One from the far future is as if it were not there, and so is one whose time cannot be
 *       read, which is not observed: neither moves the watermark, and a partition that gives
 *       nothing else is idle.
 *   <li>The watermark never goes back.
 * </ul>
 *
 * <p>The watermark of a source is the earliest of those of its partitions.
 */
@AutoValue
public abstract class BoundedOutOfOrderness implements Serializable {

  private static final long serialVersionUID = 1;

  /** The default of {@link #withIdleAfter}. */
  public static final Duration DEFAULT_IDLE_AFTER = Duration.ofMinutes(1);

  /** The default of {@link #withMaxFuture}: clocks and time zones are not wrong by more. */
  public static final Duration DEFAULT_MAX_FUTURE = Duration.ofDays(1);

  /**
   * Records of a partition that may be so much earlier than one that was read before them.
   *
   * @throws IllegalArgumentException if it is negative or no whole number of milliseconds
   */
  public static BoundedOutOfOrderness of(Duration bound) {
    return new AutoValue_BoundedOutOfOrderness(
        Durations.requireMillis("BoundedOutOfOrderness.of()", bound),
        DEFAULT_IDLE_AFTER,
        DEFAULT_MAX_FUTURE);
  }

  /**
   * How long there must have been nothing to read before the watermark of a partition follows the
   * clock. Zero: at once. Default: {@link #DEFAULT_IDLE_AFTER}.
   *
   * @throws IllegalArgumentException if it is negative or no whole number of milliseconds
   */
  public BoundedOutOfOrderness withIdleAfter(Duration idleAfter) {
    return new AutoValue_BoundedOutOfOrderness(
        bound(),
        Durations.requireMillis("BoundedOutOfOrderness.withIdleAfter()", idleAfter),
        maxFuture());
  }

  /**
   * How far after the clock's time a record may be for the watermark to take notice of it. Default:
   * {@link #DEFAULT_MAX_FUTURE}.
   *
   * @throws IllegalArgumentException if it is negative or no whole number of milliseconds
   */
  public BoundedOutOfOrderness withMaxFuture(Duration maxFuture) {
    return new AutoValue_BoundedOutOfOrderness(
        bound(),
        idleAfter(),
        Durations.requireMillis("BoundedOutOfOrderness.withMaxFuture()", maxFuture));
  }

  /** How much earlier than one before it a record may be. */
  public abstract Duration bound();

  /** See {@link #withIdleAfter}. */
  public abstract Duration idleAfter();

  /** See {@link #withMaxFuture}. */
  public abstract Duration maxFuture();

  /** The watermark of a partition that was never read. */
  public final PartitionWatermark partition() {
    return partition(BoundedWindow.TIMESTAMP_MIN_VALUE);
  }

  /** The watermark of a partition that is read on, from where it was. */
  public final PartitionWatermark partition(Instant watermark) {
    return new PartitionWatermark(this, watermark);
  }
}
