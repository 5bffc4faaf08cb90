package io.summerbeam.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Runs the arms interleaved, in another order each round. Only the native one is always the last of
 * its round: it is also measured at the rates of ours, which must be known.
 */
final class LatencyRounds {

  private final ArmProcess processes;
  private final Progress progress;
  private final LatencyPlan plan;

  LatencyRounds(ArmProcess processes, Progress progress, LatencyPlan plan) {
    this.processes = processes;
    this.progress = progress;
    this.plan = plan;
  }

  /** All runs, in the order in which they ran. */
  List<LatencyRun> run(List<ArmSpec> arms, Workload data, int rounds)
      throws BenchException, InterruptedException {
    List<LatencyRun> runs = new ArrayList<>();
    List<ArmSpec> order = new ArrayList<>(arms);
    order.removeIf(arm -> arm.name().equals(LatencyArms.NATIVE));
    for (int round = 1; round <= rounds; round++) {
      for (ArmSpec arm : order) {
        runs.add(run(arm, data, round, LatencyPlan.loads(round), LatencyPlan.loads(round)));
      }
      for (ArmSpec arm : arms) {
        if (arm.name().equals(LatencyArms.NATIVE)) {
          runs.add(runNative(arm, data, round, runs));
        }
      }
      Collections.rotate(order, -1);
    }
    return runs;
  }

  private LatencyRun runNative(ArmSpec arm, Workload data, int round, List<LatencyRun> runs)
      throws BenchException, InterruptedException {
    List<String> labels = new ArrayList<>();
    List<String> loads = new ArrayList<>();
    for (LatencyRun run : runs) {
      if (run.round() == round && run.arm().equals(LatencyArms.OURS)) {
        for (LoadRun load : run.loads()) {
          labels.add(load.label() + " of " + LatencyArms.OURS);
          loads.add(String.format(Locale.ROOT, "%.1f", load.rate()));
        }
      }
    }
    labels.addAll(LatencyPlan.loads(round));
    loads.addAll(LatencyPlan.loads(round));
    return run(arm, data, round, labels, loads);
  }

  private LatencyRun run(
      ArmSpec arm, Workload data, int round, List<String> labels, List<String> loads)
      throws BenchException, InterruptedException {
    List<String> arguments = new ArrayList<>(data.arguments());
    arguments.addAll(plan.arguments(loads));
    ArmProcess.Ended ended = processes.start(arm, new Workload(data.records(), arguments), round);
    LatencyRun run = LatencyRun.of(arm, round, labels, ended.report());
    progress.say(
        String.format(
            Locale.ROOT,
            "round %d  %-20s at most %,9.0f records/s  %7.2f s",
            round,
            arm.name(),
            run.maximum(),
            ended.wallNanos() / 1e9));
    return run;
  }
}
