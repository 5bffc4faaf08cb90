package io.summerbeam.transforms.lookup;

import io.summerbeam.sdk.metric.CounterName;
import io.summerbeam.sdk.metric.RecordCounters;
import java.io.Serializable;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.Metrics;

/**
 * What is counted of lookups. Called on the thread of a bundle only: elsewhere Beam's metrics do
 * not know whose they are.
 */
public final class LookupCounts implements Serializable {

  private static final long serialVersionUID = 1;

  /** Requests that were sent. */
  public static final String REQUESTS = "lookup_requests";

  /** Keys in them. */
  public static final String KEYS = "lookup_keys";

  /** Requests that were sent because one before them had failed. */
  public static final String RETRIES = "lookup_retries";

  /** Records whose key was asked for already, for another record. */
  public static final String COALESCED = "lookup_coalesced";

  /** Records whose key was in the cache. */
  public static final String CACHE_HITS = "cache_hits";

  /** Records whose key was not. */
  public static final String CACHE_MISSES = "cache_misses";

  /** Answers that left the cache because of its size or their age. */
  public static final String CACHE_EVICTIONS = "cache_evictions";

  /** How often the circuit breaker opened, also where a trial failed. */
  public static final String BREAKER_OPENED = "breaker_opened";

  /** How often it closed again. */
  public static final String BREAKER_CLOSED = "breaker_closed";

  /** How long requests took, those that were sent together as one, a distribution. */
  public static final String LATENCY = "lookup_latency_ms";

  private final RecordCounters counters;
  private final Distribution latency;
  private final Counter throttled =
      Metrics.counter(Metrics.THROTTLE_TIME_NAMESPACE, Metrics.THROTTLE_TIME_COUNTER_NAME);

  /**
   * @param counters of the step
   */
  public LookupCounts(String step, RecordCounters counters) {
    this.counters = counters;
    this.latency =
        Metrics.distribution(CounterName.NAMESPACE, CounterName.of(step, LATENCY).metricName());
  }

  void add(String what, long count) {
    counters.add(what, count);
  }

  void call(Call call) {
    counters.add(REQUESTS, call.requests());
    counters.add(KEYS, call.keysAsked());
    counters.add(RETRIES, call.retries());
    call.latencies().forEach(nanos -> latency.update(TimeUnit.NANOSECONDS.toMillis(nanos)));
  }

  void throttled(long millis) {
    if (millis > 0) {
      throttled.inc(millis);
    }
  }
}
