package io.summerbeam.benchmarks.latency;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When each record of the stream is created: at its time, whether the job is ready for it or not.
 * Only in the flood, at the beginning, it is created when it is asked for.
 *
 * <p>The source asks for one record after the other, and may go back to an earlier one.
 */
public final class OpenLoop {

  /** What stands for never: the stream has ended. */
  public static final long END = Long.MAX_VALUE;

  // Between two loads, so that what was left of one is not counted as the next one's.
  private static final long GAP = TimeUnit.MILLISECONDS.toNanos(500);

  private static final double SECOND = 1e9;
  private static final long UNSET = -1;

  private final Plan plan;
  private final LongSupplier nanoTime;
  private volatile List<Load> loads = List.of();
  private volatile long records = UNSET;
  private volatile double maximum;
  private long begun = UNSET;
  private long markedNumber = UNSET;
  private long markedAt;

  OpenLoop(Plan plan, LongSupplier nanoTime) {
    this.plan = plan;
    this.nanoTime = nanoTime;
  }

  /** How many nanoseconds it is until a record is there: not positive if it is, or {@link #END}. */
  public long nanosUntil(long number) {
    List<Load> held = loads;
    if (!held.isEmpty() && number < held.get(0).first()) {
      return 0;
    }
    long now = nanoTime.getAsLong();
    Load load = loadOf(number);
    if (load == null) {
      if (held.isEmpty() && isFlood(number, now)) {
        return 0;
      }
      if (held.size() == plan.loads().size()) {
        records = number;
        return END;
      }
      load = begin(number, now);
    }
    return load.createdAt(number) - now;
  }

  /** The load that a record belongs to; null in the flood and behind the end. */
  @Nullable Load loadOf(long number) {
    for (Load load : loads) {
      if (number >= load.first() && number < load.end()) {
        return load;
      }
    }
    return null;
  }

  /** Those that have begun. */
  List<Load> loads() {
    return loads;
  }

  /** How many records a second the arm could take. */
  double maximum() {
    return maximum;
  }

  /**
   * How many records there were.
   *
   * @throws IllegalStateException if the stream has not ended
   */
  long records() {
    if (records == UNSET) {
      throw new IllegalStateException("The stream must be read to its end, but was not.");
    }
    return records;
  }

  private boolean isFlood(long number, long now) {
    if (begun == UNSET) {
      begun = now;
    }
    long since = now - begun;
    if (markedNumber == UNSET && since >= plan.floodNanos() / 2) {
      markedNumber = number;
      markedAt = now;
    }
    if (since < plan.floodNanos()) {
      return true;
    }
    maximum = (number - markedNumber) * SECOND / (now - markedAt);
    return false;
  }

  private Load begin(long number, long now) {
    String name = plan.loads().get(loads.size());
    double rate = Plan.rate(name, maximum);
    long count = Math.max(1, Math.round(rate * plan.holdNanos() / SECOND));
    Load load = new Load(name, rate, number, number + count, now + GAP);
    List<Load> more = new ArrayList<>(loads);
    more.add(load);
    loads = List.copyOf(more);
    return load;
  }
}
