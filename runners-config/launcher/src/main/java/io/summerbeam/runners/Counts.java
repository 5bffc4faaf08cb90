package io.summerbeam.runners;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.metric.CounterName;
import io.summerbeam.sdk.metric.LocalCounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;

/**
 * What the steps of a run counted, in the order of the pipeline.
 *
 * <p>The whole run is summed up so: out is what the last step of the pipeline put out, in is the
 * most that any step took in whose records come to that last step, which those of a table for
 * lookups do not; dropped and dead are summed over the steps. Except on the Direct runner these are
 * attempted values, for watching: they double where a runner tries again.
 */
@AutoValue
abstract class Counts {

  /** The steps that counted something. */
  abstract List<StepCount> steps();

  /** All expectations of the pipeline, in its order. */
  abstract List<ExpectationCount> expectations();

  /** The most that a step on the way to the last one took in. */
  abstract long in();

  /** What the last step put out. */
  abstract long out();

  static Counts of(Map<CounterName, Long> counters, StepOrder order) {
    Map<String, Map<String, Long>> bySteps = new TreeMap<>();
    counters.forEach(
        (name, count) ->
            bySteps
                .computeIfAbsent(name.step(), unused -> new HashMap<>())
                .put(name.what(), count));
    List<StepCount> steps = new ArrayList<>();
    bySteps.forEach((step, counts) -> steps.add(StepCount.of(step, counts)));
    steps.sort(
        Comparator.<StepCount>comparingInt(step -> order.rank(step.step()))
            .thenComparing(StepCount::step));
    // Steps of other pipelines in this process are zero, too.
    Optional<StepCount> last =
        steps.stream().filter(step -> order.has(step.step())).reduce((first, second) -> second);
    long in =
        steps.stream()
            .filter(step -> last.isEmpty() || order.feeds(step.step(), last.get().step()))
            .mapToLong(StepCount::in)
            .max()
            .orElse(0);
    steps.removeIf(StepCount::isZero);
    return new AutoValue_Counts(
        List.copyOf(steps),
        order.expectations().stream().map(each -> counted(each, counters)).toList(),
        in,
        last.map(StepCount::out).orElse(0L));
  }

  private static ExpectationCount counted(
      ExpectationCount expectation, Map<CounterName, Long> counters) {
    return expectation.with(
        count(expectation, CounterName.EXPECTATION_PASSED, counters),
        count(expectation, CounterName.EXPECTATION_FAILED, counters));
  }

  private static long count(
      ExpectationCount expectation, String kind, Map<CounterName, Long> counters) {
    return counters.getOrDefault(
        CounterName.of(expectation.step(), kind + "." + expectation.name()), 0L);
  }

  /** What was counted in this process since an earlier snapshot. */
  static Counts since(Map<CounterName, Long> before, StepOrder order) {
    Map<CounterName, Long> counters = new HashMap<>(LocalCounts.snapshot());
    counters.replaceAll((name, count) -> count - before.getOrDefault(name, 0L));
    return of(counters, order);
  }

  /** What the runner collected; without any step where it collects nothing. */
  static Counts of(PipelineResult result, StepOrder order) {
    Map<CounterName, Long> counters = new HashMap<>();
    MetricsFilter ours =
        MetricsFilter.builder()
            .addNameFilter(MetricNameFilter.inNamespace(CounterName.NAMESPACE))
            .build();
    try {
      for (MetricResult<Long> metric : result.metrics().queryMetrics(ours).getCounters()) {
        CounterName.parse(metric.getName().getName())
            .ifPresent(name -> counters.merge(name, value(metric), Long::sum));
      }
    } catch (UnsupportedOperationException e) {
      // This runner has no metrics; the counts of this process take their place.
      counters.clear();
    }
    return of(counters, order);
  }

  // The Direct runner counts an attempt only after it has told that it is done.
  private static long value(MetricResult<Long> metric) {
    Long committed = metric.getCommittedOrNull();
    return committed == null ? metric.getAttempted() : committed;
  }

  long dropped() {
    return steps().stream().mapToLong(StepCount::dropped).sum();
  }

  long dead() {
    return steps().stream().mapToLong(StepCount::dead).sum();
  }

  /** Dead letters of all steps by the code of their reason. */
  Map<String, Long> deadByReason() {
    Map<String, Long> dead = new TreeMap<>();
    steps()
        .forEach(
            step ->
                step.deadByReason()
                    .forEach((reason, count) -> dead.merge(reason, count, Long::sum)));
    return dead;
  }
}
