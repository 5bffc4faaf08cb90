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

  // For so long nothing must have come out before a load begins: what was left of the one before,
  // and
  // of the flood above all, would be counted as its latency. Longer than any bundle that is
  // measured.
  private static final long QUIET = TimeUnit.SECONDS.toNanos(2);

  private static final double SECOND = 1e9;
  private static final long UNSET = Long.MIN_VALUE;

  private final Plan plan;
  private final LongSupplier nanoTime;
  private volatile List<Load> loads = List.of();
  private final Flood flood;
  private volatile long records = UNSET;
  private volatile long lastOut = UNSET;
  private long askedAt = UNSET;

  OpenLoop(Plan plan, LongSupplier nanoTime) {
    this.plan = plan;
    this.nanoTime = nanoTime;
    this.flood = new Flood(plan.floodNanos());
  }

  /** Something came out of the job. */
  void out(long now) {
    lastOut = now;
  }

  /** How many nanoseconds it is until a record is there: not positive if it is, or {@link #END}. */
  public long nanosUntil(long number) {
    List<Load> held = loads;
    if (!held.isEmpty() && number < held.get(0).first()) {
      return 0;
    }
    long now = nanoTime.getAsLong();
    Load load = loadOf(number);
    if (load != null) {
      return load.createdAt(number) - now;
    }
    if (held.isEmpty() && flood.isOn(number, now)) {
      return 0;
    }
    if (held.size() == plan.loads().size()) {
      records = number;
      return END;
    }
    long wait = nanosUntilQuiet(now);
    return wait > 0 ? wait : begin(number, now).createdAt(number) - now;
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

  /** What came before the loads. */
  Flood flood() {
    return flood;
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

  private long nanosUntilQuiet(long now) {
    if (askedAt == UNSET) {
      askedAt = now;
    }
    return QUIET - (now - Math.max(askedAt, lastOut));
  }

  private Load begin(long number, long now) {
    double rate = Plan.rate(plan.loads().get(loads.size()), flood.maximum());
    long count = Math.max(1, Math.round(rate * plan.holdNanos() / SECOND));
    Load load = new Load(rate, number, number + count, now);
    List<Load> more = new ArrayList<>(loads);
    more.add(load);
    loads = List.copyOf(more);
    askedAt = UNSET;
    return load;
  }
}
