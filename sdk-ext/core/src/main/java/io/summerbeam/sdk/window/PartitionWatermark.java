package io.summerbeam.sdk.window;

import org.joda.time.Instant;

/**
 * The watermark of one partition of a source; made by {@link BoundedOutOfOrderness#partition}. It
 * is told the clock's time, and asks no clock itself. Not thread-safe.
 *
 * <p>Keep it for as long as the partition is read: one that is made anew has to see again how long
 * the partition is idle.
 */
public final class PartitionWatermark {

  private static final long NOT_IDLE = Long.MAX_VALUE;

  private final long bound;
  private final long idleAfter;
  private final long maxFuture;
  private long watermark;
  private long idleSince = NOT_IDLE;

  PartitionWatermark(BoundedOutOfOrderness settings, Instant watermark) {
    this.bound = settings.bound().toMillis();
    this.idleAfter = settings.idleAfter().toMillis();
    this.maxFuture = settings.maxFuture().toMillis();
    this.watermark = watermark.getMillis();
  }

  /**
   * A record was read. Not to be told of one whose time is not known: it says as little about the
   * partition as one of the far future, of which no notice is taken.
   */
  public void observe(Instant time, Instant now) {
    long ahead = time.getMillis() - now.getMillis();
    if (ahead <= maxFuture) {
      idleSince = NOT_IDLE;
      advanceTo((ahead > 0 ? now : time).getMillis() - bound);
    }
  }

  /**
   * All that had been written at this time has been read. The partition is idle since the first
   * time that this was so after the last record that was observed.
   *
   * @param asOf when the source was asked: now, or when that was last known
   */
  public void caughtUp(Instant asOf) {
    // A clock that was set back counts anew.
    idleSince = Math.min(idleSince, asOf.getMillis());
    if (asOf.getMillis() - idleSince >= idleAfter) {
      advanceTo(asOf.getMillis() - bound);
    }
  }

  /** No record that is read from now on is expected to have happened before. */
  public Instant watermark() {
    return Instant.ofEpochMilli(watermark);
  }

  private void advanceTo(long time) {
    watermark = Math.max(watermark, time);
  }
}
