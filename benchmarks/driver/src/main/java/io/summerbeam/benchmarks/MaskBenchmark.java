package io.summerbeam.benchmarks;

import io.summerbeam.benchmarks.Rounds.Trial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What masking costs a record in a pipeline that does nothing else: ours and by hand. */
final class MaskBenchmark implements Benchmark {

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
    List<Trial> trials =
        arms.stream().map(arm -> new Trial(arm, workloads(settings.size(), arm))).toList();
    List<ArmRun> runs = session.rounds().run(trials, settings.rounds());
    List<ArmResult> results = arms.stream().map(arm -> ArmResult.of(arm, runs)).toList();
    Map<String, Object> parameters = settings.parameters(List.of());
    parameters.put("records", recordsByRunner(trials));
    return RatiosReport.of(
        new Comparison(
            name(),
            parameters,
            session.machine(),
            settings.rounds(),
            runs.stream().map(ArmRun::records).distinct().sorted().toList(),
            base,
            results),
        MaskArms.ratios(results));
  }

  /** What an arm masks: so many records, and six times as many. */
  static List<Workload> workloads(Size size, ArmSpec arm) {
    // A record takes a microsecond or two: of fewer of them, start-up, which varies, would be more
    // than the twentieth that is looked for. The Direct runner ends a step before it begins the
    // next one, so that all masked rows, of half a kilobyte, are in its memory at once.
    boolean many = size == Size.FULL && !MaskArms.runner(arm).equals(MaskArms.DIRECT);
    return switch (size) {
      case TINY -> List.of(workload(2_000));
      case SMALL, FULL ->
          many
              ? List.of(workload(2_000_000), workload(12_000_000))
              : List.of(workload(200_000), workload(1_200_000));
    };
  }

  private static Workload workload(long records) {
    return new Workload(records, List.of("--records=" + records));
  }

  private static Map<String, List<Long>> recordsByRunner(List<Trial> trials) {
    Map<String, List<Long>> records = new LinkedHashMap<>();
    for (Trial trial : trials) {
      records.put(
          MaskArms.runner(trial.arm()), trial.workloads().stream().map(Workload::records).toList());
    }
    return records;
  }
}
