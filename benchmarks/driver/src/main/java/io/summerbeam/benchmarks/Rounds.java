package io.summerbeam.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Runs the arms of a comparison interleaved: A B C, then B C A, then C A B. What the machine does
 * meanwhile hits all of them, and none has always the same one before it.
 *
 * <p>The sizes of an arm follow each other at once, because their difference is what counts.
 */
final class Rounds {

  /** An arm and what it reads, smallest first. */
  record Trial(ArmSpec arm, List<Workload> workloads) {

    Trial {
      workloads = List.copyOf(workloads);
    }
  }

  private final ArmProcess processes;
  private final Progress progress;

  Rounds(ArmProcess processes, Progress progress) {
    this.processes = processes;
    this.progress = progress;
  }

  /** All runs of arms over the same workloads, as {@link #run(List, int)} does them. */
  List<ArmRun> run(List<ArmSpec> arms, List<Workload> workloads, int rounds)
      throws BenchException, InterruptedException {
    return run(arms.stream().map(arm -> new Trial(arm, workloads)).toList(), rounds);
  }

  /**
   * All runs, in the order in which they ran.
   *
   * @throws BenchException if an arm fails, or two arms did not work out the same
   */
  List<ArmRun> run(List<Trial> trials, int rounds) throws BenchException, InterruptedException {
    List<ArmRun> runs = new ArrayList<>();
    int all = rounds * trials.stream().mapToInt(trial -> trial.workloads().size()).sum();
    List<Trial> order = new ArrayList<>(trials);
    for (int round = 1; round <= rounds; round++) {
      for (Trial trial : order) {
        for (Workload workload : trial.workloads()) {
          ArmRun run = processes.run(trial.arm(), workload, round);
          runs.add(run);
          progress.ran(runs.size(), all, run);
        }
      }
      // Nobody wants to wait for more rounds of what has no result.
      Checksums.mustAgree(runs);
      Collections.rotate(order, -1);
    }
    return runs;
  }
}
