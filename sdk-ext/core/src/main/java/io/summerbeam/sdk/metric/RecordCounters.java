package io.summerbeam.sdk.metric;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;

/**
 * What a DoFn counts of its records: in, out, dropped, dead by reason.
 *
 * <p>One instance belongs to one DoFn instance, which calls {@link #flush} in
 * {@code @FinishBundle}. Counting is an addition to a field; the counters of Beam, which look up
 * their container at each call, are told once in {@value #FLUSH_EVERY} records and at the end of
 * the bundle.
 */
public final class RecordCounters implements Serializable {

  private static final int FLUSH_EVERY = 1000;

  private final String step;
  private transient Map<String, Tally> tallies = new LinkedHashMap<>();
  private long in;
  private long out;
  private long dropped;

  private RecordCounters(String step) {
    this.step = step;
  }

  /** Counters for a step, called as its dead letters call it. */
  public static RecordCounters of(String step) {
    // Who watches a run knows the step before its first record.
    LocalCounts.add(CounterName.of(step, CounterName.OUT), 0);
    return new RecordCounters(step);
  }

  /** A record came in. */
  public void in() {
    if (++in >= FLUSH_EVERY) {
      flush();
    }
  }

  /** A record went out. */
  public void out() {
    out++;
  }

  /** Several records came in. */
  public void in(long records) {
    in += records;
    if (in >= FLUSH_EVERY) {
      flush();
    }
  }

  /** A record was dropped because that is what the step is for. */
  public void dropped() {
    dropped++;
  }

  /** A record became a dead letter for the reason with this code. */
  public void dead(String reasonCode) {
    add(CounterName.DEAD + "." + reasonCode, 1);
  }

  /** Counts something of the step's own, {@code lookup_hits}. */
  public void add(String what, long count) {
    tallies.computeIfAbsent(what, this::tally).pending += count;
  }

  /** Tells Beam's counters what was counted since the last time. */
  public void flush() {
    add(CounterName.IN, in);
    add(CounterName.OUT, out);
    add(CounterName.DROPPED, dropped);
    in = 0;
    out = 0;
    dropped = 0;
    tallies.values().forEach(Tally::flush);
  }

  private Tally tally(String what) {
    return new Tally(CounterName.of(step, what));
  }

  private void readObject(ObjectInputStream stream) throws IOException, ClassNotFoundException {
    stream.defaultReadObject();
    tallies = new LinkedHashMap<>();
  }

  private static final class Tally {
    private final CounterName name;
    private final Counter counter;
    private long pending;

    Tally(CounterName name) {
      this.name = name;
      this.counter = Metrics.counter(CounterName.NAMESPACE, name.metricName());
    }

    void flush() {
      if (pending != 0) {
        counter.inc(pending);
        LocalCounts.add(name, pending);
        pending = 0;
      }
    }
  }
}
