package io.summerbeam.benchmarks;

import java.util.List;

/** What masking costs a record in a pipeline that does nothing else: ours and by hand. */
final class MaskBenchmark implements Benchmark {

  private static final int TINY_RECORDS = 2_000;
  private static final int SMALL_RECORDS = 200_000;
  // A record takes a microsecond: of fewer of them, start-up that varies would be more than the
  // twentieth that is looked for.
  private static final int FULL_RECORDS = 2_000_000;
  private static final int LARGE = 6;

  @Override
  public String name() {
    return "mask";
  }

  @Override
  public String summary() {
    return "a pipeline that masks 3 of 10 fields, on Direct and Flink: ours, the best by hand, the usual one";
  }

  @Override
  public Report run(Session session) throws BenchException, InterruptedException {
    Settings settings = session.settings();
    List<ArmSpec> arms = settings.choose(new MaskArms(session.classPaths(), settings.jvm()).all());
    String base = settings.base(MaskArms.USUAL_BASE, arms);
    List<Workload> workloads = workloads(settings.size());
    List<ArmRun> runs = session.rounds().run(arms, workloads, settings.rounds());
    List<ArmResult> results = arms.stream().map(arm -> ArmResult.of(arm, runs)).toList();
    return MaskReport.of(
        new Comparison(
            name(),
            settings.parameters(workloads),
            session.machine(),
            settings.rounds(),
            workloads.stream().map(Workload::records).toList(),
            base,
            results),
        MaskArms.ratios(results));
  }

  private static List<Workload> workloads(Size size) {
    return switch (size) {
      case TINY -> List.of(workload(TINY_RECORDS));
      case SMALL -> List.of(workload(SMALL_RECORDS), workload(LARGE * SMALL_RECORDS));
      case FULL -> List.of(workload(FULL_RECORDS), workload(LARGE * FULL_RECORDS));
    };
  }

  private static Workload workload(long records) {
    return new Workload(records, List.of("--records=" + records));
  }
}
