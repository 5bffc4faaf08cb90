package io.summerbeam.benchmarks;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What a record costs an arm.
 *
 * <p>Of two sizes it is the slope between them, round by round: start-up falls out. Of one size it
 * is the total over the records, start-up included.
 */
final class PerRecord {

  private PerRecord() {}

  /** Of the smallest and the largest size among an arm's runs. */
  static Spread of(List<ArmRun> runs, ToDoubleFunction<ArmRun> figure) {
    return Spread.of(inRounds(runs, figure));
  }

  /** The same of each round, in the order of the rounds. */
  static List<Double> inRounds(List<ArmRun> runs, ToDoubleFunction<ArmRun> figure) {
    Map<Integer, List<ArmRun>> rounds =
        runs.stream()
            .collect(Collectors.groupingBy(ArmRun::round, TreeMap::new, Collectors.toList()));
    return rounds.values().stream().map(round -> inRound(round, figure)).toList();
  }

  private static double inRound(List<ArmRun> round, ToDoubleFunction<ArmRun> figure) {
    List<ArmRun> bySize = round.stream().sorted(Comparator.comparingLong(ArmRun::records)).toList();
    ArmRun small = bySize.get(0);
    ArmRun large = bySize.get(bySize.size() - 1);
    if (small.records() == large.records()) {
      return figure.applyAsDouble(large) / large.records();
    }
    return (figure.applyAsDouble(large) - figure.applyAsDouble(small))
        / (large.records() - small.records());
  }
}
