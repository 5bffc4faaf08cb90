package io.summerbeam.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The result of a comparison.
 *
 * @param name of the benchmark
 * @param parameters how it was run, in the order in which they are shown
 * @param machine where it was run
 * @param rounds how often each arm ran over each size
 * @param sizes how many records there were
 * @param base the arm that the others are compared with
 * @param arms in the order of their definition
 */
record Comparison(
    String name,
    Map<String, Object> parameters,
    Machine machine,
    int rounds,
    List<Long> sizes,
    String base,
    List<ArmResult> arms) {

  /**
   * How often an arm's record costs what one of the base does; {@code NaN} where there is no base.
   */
  double timesBase(ArmResult arm) {
    return times(arm, base);
  }

  /** How often an arm's record costs what it costs by hand; {@code NaN} where nobody wrote that. */
  double timesRival(ArmResult arm) {
    String rival = arm.arm().rival();
    return rival == null ? Double.NaN : times(arm, rival);
  }

  /** What its report begins with. */
  Heading heading() {
    return new Heading(name, machine, parameters, Warnings.of(machine, rounds, sizes.size() > 1));
  }

  private double times(ArmResult arm, String other) {
    Optional<ArmResult> found =
        arms.stream().filter(result -> result.arm().name().equals(other)).findFirst();
    if (found.isEmpty() || found.get().ns().median() <= 0 || arm.ns().median() <= 0) {
      return Double.NaN;
    }
    return arm.ns().median() / found.get().ns().median();
  }
}
