package io.summerbeam.transforms.enrich;

import java.io.Serializable;

/**
 * How long what is waited for and kept, in milliseconds of event time. Each is so short that sums
 * of all of them and a time do not overflow.
 *
 * @param waiting how far behind a record the watermark must be for it to be decided
 * @param history how much farther behind the watermark a record may be and meet its version
 * @param ttl how long a version is valid; {@link #FOREVER} where only the next one ends it
 */
record ChangelogTimes(long waiting, long history, long ttl) implements Serializable {

  private static final long serialVersionUID = 1;

  static final long FOREVER = Long.MAX_VALUE;

  /** The watermark at which a record of this time is decided: it is behind the time itself. */
  long due(long time) {
    return time + waiting + 1;
  }

  /** How far behind the watermark versions are asked for. */
  long kept() {
    return waiting + history;
  }

  /** Whether a version that began at this time is no more valid for a record of that. */
  boolean expired(long began, long time) {
    return ttl != FOREVER && time - began >= ttl;
  }

  /**
   * When to collect what nobody asks for since this time: half as long again as needed, so that
   * what is kept is gone through once for many changes, not for each. Behind the time itself: until
   * then a change of it may come.
   */
  long collectAt(long time) {
    return time + kept() + kept() / 2 + 1;
  }
}
