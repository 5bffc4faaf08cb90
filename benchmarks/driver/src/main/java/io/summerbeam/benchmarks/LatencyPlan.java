package io.summerbeam.benchmarks;

import java.util.List;

/**
 * How long an arm is measured.
 *
 * @param floodMillis as much as it can take, which gives its maximum
 * @param holdMillis each load
 * @param checkpointMillis from one checkpoint to the next
 */
record LatencyPlan(int floodMillis, int holdMillis, int checkpointMillis) {

  /** Of the maximum of the arm; every other round the higher one first. */
  static List<String> loads(int round) {
    return round % 2 == 1 ? List.of("50%", "80%") : List.of("80%", "50%");
  }

  static LatencyPlan of(Size size) {
    return switch (size) {
      case TINY -> new LatencyPlan(2_000, 1_500, 500);
      case SMALL -> new LatencyPlan(20_000, 6_000, 1_000);
      // The compiler of a slow arm has a million records to see before nothing changes.
      case FULL -> new LatencyPlan(60_000, 30_000, 2_000);
    };
  }

  /** What an arm is told, whatever its engine. */
  List<String> arguments(List<String> loads) {
    return List.of(
        "--flood=" + floodMillis, "--hold=" + holdMillis, "--loads=" + String.join(",", loads));
  }
}
