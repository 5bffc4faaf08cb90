package io.summerbeam.benchmarks;

import io.summerbeam.runners.UsageException;
import java.util.List;
import java.util.Map;

/** How late results are under a load that does not wait. */
final class LatencyBenchmark implements Benchmark {

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public String summary() {
    return "the flights job on a stream at 50% and 80% of what it takes: ours, Beam by hand, native Flink";
  }

  @Override
  public Report run(Session session) throws BenchException, InterruptedException {
    Settings settings = session.settings();
    if (settings.base() != null) {
      throw new UsageException("--base is not for latency, whose arms have loads of their own");
    }
    ClassPaths classPaths = session.classPaths();
    LatencyPlan plan = LatencyPlan.of(settings.size());
    LatencyArms latency = new LatencyArms(classPaths, settings.jvm(), plan);
    // Who names arms gets them.
    boolean few = settings.size() != Size.FULL && settings.arms().isEmpty();
    List<ArmSpec> arms = settings.choose(few ? latency.few() : latency.all());
    Workload data = new FlightsData(session.home(), classPaths, session.progress()).copies(1);
    List<LatencyRun> runs =
        new LatencyRounds(session.processes(), session.progress(), plan)
            .run(arms, data, settings.rounds());
    return LatencyReport.of(
        new Heading(
            name(),
            session.machine(),
            parameters(settings, plan, data),
            Warnings.of(session.machine(), settings.rounds(), true)),
        arms.stream().map(arm -> LatencyResult.of(arm, runs)).toList());
  }

  private static Map<String, Object> parameters(
      Settings settings, LatencyPlan plan, Workload data) {
    Map<String, Object> parameters = settings.parameters(List.of(data));
    // How many are read depends on the arm.
    parameters.remove("records");
    parameters.put("maximum over", plan.floodMillis() / 4 + " ms after three times as many");
    parameters.put("each load", plan.holdMillis() + " ms, the first third not recorded");
    parameters.put("checkpoints every", plan.checkpointMillis() + " ms");
    return parameters;
  }
}
