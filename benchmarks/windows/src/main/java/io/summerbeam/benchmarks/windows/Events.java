package io.summerbeam.benchmarks.windows;

import io.summerbeam.benchmarks.arm.Checksum;
import java.io.Serializable;
import java.time.Duration;

/**
 * Events by their numbers, in the order of time; one of twenty is one that was there before, not
 * more than a thousand events ago and well within {@link #WITHIN}. All others have an id of their
 * own.
 */
public final class Events implements Serializable {

  private static final long serialVersionUID = 1;

  /** Equal events nearer than that are duplicates; none are farther apart. */
  public static final Duration WITHIN = Duration.ofHours(1);

  private static final int ONE_AGAIN_OF = 20;
  private static final int FARTHEST = 1_000;
  private static final int CUSTOMERS = 10_000;
  private static final int AMOUNTS = 1_000;

  private final Pace pace;
  private final int farthest;

  /** So many events are {@link #WITHIN} of each other. */
  public Events(long perWithin) {
    if (perWithin < 2) {
      throw new IllegalArgumentException("--keys must be at least 2, but was: " + perWithin);
    }
    this.pace = new Pace(perWithin, WITHIN.toMillis());
    this.farthest = (int) Math.min(FARTHEST, perWithin / 2);
  }

  /** When they are. */
  public Pace pace() {
    return pace;
  }

  /** An event; one that comes again is the same in all. */
  public Event event(long number) {
    long original = original(number);
    return new Event(
        "event-" + original,
        "customer-" + Draw.even(3, original, CUSTOMERS),
        Draw.even(4, original, AMOUNTS),
        "lamp");
  }

  /** Where an event ends that was let through. */
  public static void passed(String id, long amount) {
    Checksum.add(Checksum.hash(id.hashCode(), amount));
  }

  private long original(long number) {
    if (!isAgain(number)) {
      return number;
    }
    long before = Math.max(0, number - 1 - Draw.even(5, number, farthest));
    while (isAgain(before)) {
      before--;
    }
    return before;
  }

  private static boolean isAgain(long number) {
    return number > 0 && Draw.even(6, number, ONE_AGAIN_OF) == 0;
  }
}
