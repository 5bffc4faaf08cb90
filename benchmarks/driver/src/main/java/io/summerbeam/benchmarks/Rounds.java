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

  private final ArmProcess processes;
  private final Progress progress;

  Rounds(ArmProcess processes, Progress progress) {
    this.processes = processes;
    this.progress = progress;
  }

  /**
   * All runs, in the order in which they ran.
   *
   * @throws BenchException if an arm fails, or two arms did not work out the same
   */
  List<ArmRun> run(List<ArmSpec> arms, List<Workload> workloads, int rounds)
      throws BenchException, InterruptedException {
    List<ArmRun> runs = new ArrayList<>();
    int all = rounds * arms.size() * workloads.size();
    List<ArmSpec> order = new ArrayList<>(arms);
    for (int round = 1; round <= rounds; round++) {
      for (ArmSpec arm : order) {
        for (Workload workload : workloads) {
          ArmRun run = processes.run(arm, workload, round);
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
