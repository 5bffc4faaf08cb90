package io.summerbeam.runners;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.metric.CounterName;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What one step counted of its records. */
@AutoValue
abstract class StepCount {

  abstract String step();

  abstract long in();

  abstract long out();

  abstract long dropped();

  /** Dead letters by the code of their reason. */
  abstract Map<String, Long> deadByReason();

  long dead() {
    return deadByReason().values().stream().mapToLong(Long::longValue).sum();
  }

  boolean isZero() {
    return in() + out() + dropped() + dead() == 0;
  }

  /** Reads the counts of one step, by what they count; other counts are left aside. */
  static StepCount of(String step, Map<String, Long> counts) {
    Map<String, Long> dead = new TreeMap<>();
    counts.forEach(
        (what, count) ->
            CounterName.of(step, what)
                .reason()
                .filter(reason -> count > 0)
                .ifPresent(reason -> dead.put(reason, count)));
    return new AutoValue_StepCount(
        step,
        counts.getOrDefault(CounterName.IN, 0L),
        counts.getOrDefault(CounterName.OUT, 0L),
        counts.getOrDefault(CounterName.DROPPED, 0L),
        Collections.unmodifiableMap(dead));
  }
}
