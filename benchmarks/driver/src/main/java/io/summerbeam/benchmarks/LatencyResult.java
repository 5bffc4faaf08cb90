package io.summerbeam.benchmarks;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * An arm over all rounds.
 *
 * @param arm whose it is
 * @param runs one a round
 */
record LatencyResult(ArmSpec arm, List<LatencyRun> runs) {

  private static final double MICROS = 1e3;

  LatencyResult {
    runs = List.copyOf(runs);
  }

  /** Of the runs of all arms. */
  static LatencyResult of(ArmSpec arm, List<LatencyRun> all) {
    return new LatencyResult(
        arm, all.stream().filter(run -> run.arm().equals(arm.name())).toList());
  }

  /** The labels of its loads. */
  List<String> labels() {
    return runs.get(0).loads().stream().map(LoadRun::label).toList();
  }

  Spread maximum() {
    return Spread.of(runs.stream().map(LatencyRun::maximum).toList());
  }

  /** What it could take for as long before its maximum was measured. */
  Spread before() {
    return Spread.of(runs.stream().map(LatencyRun::before).toList());
  }

  /** A figure of a load. */
  Spread figure(String label, ToDoubleFunction<LoadRun> figure) {
    return Spread.of(runs.stream().map(run -> figure.applyAsDouble(run.load(label))).toList());
  }

  /** A percentile of a load in milliseconds. */
  Spread millis(
      String label,
      Function<LoadRun, Percentiles> latency,
      ToDoubleFunction<Percentiles> percentile) {
    return figure(label, load -> percentile.applyAsDouble(latency.apply(load)) / MICROS);
  }

  /** Whether anything was late at a load: an arm without results has no latency of them. */
  boolean has(String label, Function<LoadRun, Percentiles> latency) {
    return runs.stream().allMatch(run -> latency.apply(run.load(label)).count() > 0);
  }

  /** In how many rounds a backlog grew. */
  long roundsBehind(String label) {
    return runs.stream().filter(run -> !run.load(label).keptUp()).count();
  }
}
