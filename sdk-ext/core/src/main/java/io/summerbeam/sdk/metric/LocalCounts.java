package io.summerbeam.sdk.metric;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The counts of the steps that run in this process, while they run.
 *
 * <p>Beam's own metrics can be read on Flink only when the job has ended. A runner that works in
 * the launcher's process (all of them with their local settings) is watched here; on a cluster
 * these counts stay empty.
 */
public final class LocalCounts {

  private static final Map<CounterName, LongAdder> COUNTS = new ConcurrentHashMap<>();

  private LocalCounts() {}

  /**
   * The counts so far, summed over all pipelines that ran in this process. A step that was built
   * but has not counted yet is there with zero records out.
   */
  public static Map<CounterName, Long> snapshot() {
    Map<CounterName, Long> counts = new TreeMap<>(Comparator.comparing(CounterName::metricName));
    COUNTS.forEach((name, count) -> counts.put(name, count.sum()));
    return counts;
  }

  static void add(CounterName name, long count) {
    COUNTS.computeIfAbsent(name, unused -> new LongAdder()).add(count);
  }
}
