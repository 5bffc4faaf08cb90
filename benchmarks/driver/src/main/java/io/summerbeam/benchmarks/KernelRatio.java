package io.summerbeam.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** How often a record costs what it costs by hand. */
final class KernelRatio {

  private KernelRatio() {}

  /**
   * Of an arm, round by round: what one round's compiler made of it says nothing about the next
   * one's, so iterations of a round are no independent measurements. {@code NaN} where nobody wrote
   * it by hand, or that was not measured.
   */
  static Spread of(KernelResult ours, List<KernelResult> all) {
    for (KernelResult rival : all) {
      if (rival.arm().name().equals(ours.arm().rival())) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < ours.rounds().size(); round++) {
          ratios.add(mean(ours.rounds().get(round)) / mean(rival.rounds().get(round)));
        }
        return Spread.of(ratios);
      }
    }
    return new Spread(Double.NaN, Double.NaN, Double.NaN);
  }

  private static double mean(List<Double> iterations) {
    return iterations.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }
}
