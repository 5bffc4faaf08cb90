package io.summerbeam.benchmarks;

import io.summerbeam.runners.UsageException;
import java.util.ArrayList;
import java.util.List;

/** How the cost of a record grows with the data, on one core and on two. */
final class GrowthBenchmark implements Benchmark {

  private static final int TINY_RECORDS = 2_000;

  @Override
  public String name() {
    return "growth";
  }

  @Override
  public String summary() {
    return "the flights job on Flink over 1x, 10x, 50x data, one core and two: ours, Beam by hand, native";
  }

  @Override
  public Report run(Session session) throws BenchException, InterruptedException {
    Settings settings = session.settings();
    if (settings.base() != null) {
      throw new UsageException("--base is not for growth, which compares each arm with itself");
    }
    ClassPaths classPaths = session.classPaths();
    List<ArmSpec> all = new ArrayList<>();
    for (int cores = 1; cores <= settings.jvm().cores(); cores++) {
      all.addAll(new FlightsArms(classPaths, settings.jvm().withCores(cores)).onFlinkTuned());
    }
    List<ArmSpec> arms = settings.choose(all);
    List<Workload> workloads =
        workloads(settings.size(), new FlightsData(session.home(), classPaths, session.progress()));
    List<ArmRun> runs = session.rounds().run(arms, workloads, settings.rounds());
    return GrowthReport.of(
        new Heading(
            name(),
            session.machine(),
            settings.parameters(workloads),
            Warnings.of(session.machine(), settings.rounds(), true)),
        arms.stream().map(arm -> Growth.of(ArmResult.of(arm, runs))).toList());
  }

  private static List<Workload> workloads(Size size, FlightsData data)
      throws BenchException, InterruptedException {
    return switch (size) {
      case TINY -> List.of(data.first(TINY_RECORDS), data.copies(1));
      case SMALL -> List.of(data.copies(1), data.copies(10));
      case FULL -> List.of(data.copies(1), data.copies(10), data.copies(50));
    };
  }
}
