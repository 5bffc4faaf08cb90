package io.summerbeam.transforms.join;

import java.io.Serializable;

/**
 * Which records are near, and how long they are kept, in milliseconds of event time. Each is so
 * short that sums of all of them and a time do not overflow.
 *
 * @param before how much earlier than the left record the right one may be
 * @param after how much later
 * @param lateness how far behind the watermark a record may be and find its partners
 */
record JoinTimes(long before, long after, long lateness) implements Serializable {

  private static final long serialVersionUID = 1;

  /** The earliest time of partners of a record. */
  long from(boolean left, long time) {
    return time - (left ? before : after);
  }

  /** The latest time of partners of a record. */
  long to(boolean left, long time) {
    return time + (left ? after : before);
  }

  /** The watermark at which a record meets those that are there: it is behind its time. */
  long due(long time) {
    return time + 1;
  }

  /** The watermark at which no partner of a record can come any more. */
  long over(boolean left, long time) {
    return to(left, time) + lateness + 1;
  }

  /**
   * When to collect a record that has no more to put out: later than it is over by half of the time
   * it is kept, so that what is kept is gone through once for many records, not for each.
   */
  long collectAt(boolean left, long time) {
    return over(left, time) + (before + after + lateness) / 2;
  }
}
