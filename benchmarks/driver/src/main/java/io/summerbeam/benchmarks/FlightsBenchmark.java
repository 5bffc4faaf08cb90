package io.summerbeam.benchmarks;

import java.util.List;

/** The flights job in all its arms. */
final class FlightsBenchmark implements Benchmark {

  private static final int TINY_RECORDS = 2_000;
  private static final int LARGE = 6;

  @Override
  public String name() {
    return "flights";
  }

  @Override
  public String summary() {
    return "decode, validate, dedup, enrich, aggregate: ours, Beam by hand, native Flink, Kafka Streams, a loop";
  }

  @Override
  public Report run(Session session) throws BenchException, InterruptedException {
    Settings settings = session.settings();
    ClassPaths classPaths = session.classPaths();
    FlightsArms flights = new FlightsArms(classPaths, settings.jvm());
    // Who names arms gets them.
    boolean few = settings.size() == Size.SMALL && settings.arms().isEmpty();
    List<ArmSpec> arms = settings.choose(few ? flights.few() : flights.all());
    if (few) {
      session.progress().say("small: the tuned settings only; --arms='*' runs all arms");
    }
    String base = settings.base(FlightsArms.PLAIN, arms);
    List<Workload> workloads =
        workloads(settings.size(), new FlightsData(session.home(), classPaths, session.progress()));
    List<ArmRun> runs = session.rounds().run(arms, workloads, settings.rounds());
    return ComparisonReport.of(
        new Comparison(
            name(),
            settings.parameters(workloads),
            session.machine(),
            settings.rounds(),
            workloads.stream().map(Workload::records).toList(),
            base,
            arms.stream().map(arm -> ArmResult.of(arm, runs)).toList()));
  }

  private static List<Workload> workloads(Size size, FlightsData data)
      throws BenchException, InterruptedException {
    return switch (size) {
      case TINY -> List.of(data.first(TINY_RECORDS));
      case SMALL -> List.of(data.copies(1), data.copies(LARGE));
      case FULL -> List.of(data.copies(10), data.copies(10 * LARGE));
    };
  }
}
