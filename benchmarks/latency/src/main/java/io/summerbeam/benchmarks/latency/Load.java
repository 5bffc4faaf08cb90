package io.summerbeam.benchmarks.latency;

/** Records that are created at one rate, and how late what was made of them came out. */
final class Load {

  private static final double SECOND = 1e9;
  private static final int WARM_UP = 3;
  private static final double MIDDLES = 0.8;

  private final double rate;
  private final long first;
  private final long end;
  private final long start;
  private final long recordedFrom;
  private final Latencies records = new Latencies();
  private final Latencies results = new Latencies();
  private final StandingQueue queue = new StandingQueue();

  /**
   * Of the records from {@code first} to before {@code end}, the first of them at {@code start}.
   */
  Load(double rate, long first, long end, long start) {
    this.rate = rate;
    this.first = first;
    this.end = end;
    this.start = start;
    this.recordedFrom = first + (end - first) / WARM_UP;
  }

  /** Records a second. */
  double rate() {
    return rate;
  }

  long first() {
    return first;
  }

  long end() {
    return end;
  }

  /** When a record is created, by the clock of {@link System#nanoTime}. */
  long createdAt(long number) {
    return start + Math.round((number - first) * SECOND / rate);
  }

  /** A record has come out of the last step before the aggregate. */
  void recordOut(long number, long now) {
    if (number >= recordedFrom) {
      long late = now - createdAt(number);
      records.add(late);
      queue.add((double) (number - recordedFrom) / (end - recordedFrom), late);
    }
  }

  /** A result has come out that this record was the last to be waited for. */
  void resultOut(long number, long now) {
    if (number >= recordedFrom) {
      results.add(now - createdAt(number));
    }
  }

  Latencies records() {
    return records;
  }

  Latencies results() {
    return results;
  }

  /** Records a second that came out, by what the queue has grown. */
  double achieved() {
    double offered = (end - recordedFrom) * SECOND / rate * MIDDLES;
    return rate * offered / (offered + Math.max(0, queue.growthNanos()));
  }
}
