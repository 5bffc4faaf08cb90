package io.summerbeam.benchmarks;

import io.summerbeam.benchmarks.Rounds.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What it costs a record to meet a table in memory: ours, by hand, and native Flink. */
final class EnrichBenchmark implements Benchmark {

  @Override
  public String name() {
    return "enrich";
  }

  @Override
  public String summary() {
    return "records meet a table of 10,000 to 1,000,000 keys on Flink: ours, a HashMap by hand, broadcast state";
  }

  @Override
  public Report run(Session session) throws BenchException, InterruptedException {
    Settings settings = session.settings();
    EnrichArms enrich = new EnrichArms(session.classPaths(), settings.jvm());
    List<ArmSpec> all = new ArrayList<>();
    for (int keys : tables(settings.size())) {
      all.addAll(enrich.all(keys));
    }
    List<ArmSpec> arms = settings.choose(all);
    List<Trial> trials =
        arms.stream().map(arm -> new Trial(arm, workloads(settings.size(), arm))).toList();
    List<ArmRun> runs = session.rounds().run(trials, settings.rounds());
    List<ArmResult> results = arms.stream().map(arm -> ArmResult.of(arm, runs)).toList();
    List<Workload> workloads = trials.get(0).workloads();
    Map<String, Object> parameters = settings.parameters(workloads);
    return RatiosReport.of(
        new Comparison(
            name(),
            parameters,
            session.machine(),
            settings.rounds(),
            workloads.stream().map(Workload::records).toList(),
            settings.base(EnrichArms.USUAL_BASE, arms),
            results),
        EnrichArms.ratios(results, tables(settings.size())));
  }

  /** How many keys the tables have. */
  static List<Integer> tables(Size size) {
    return switch (size) {
      case TINY -> List.of(100);
      case SMALL -> List.of(10_000);
      case FULL -> List.of(10_000, 100_000, 1_000_000);
    };
  }

  /** What an arm reads: so many records, and eight times as many. */
  static List<Workload> workloads(Size size, ArmSpec arm) {
    return switch (size) {
      case TINY -> List.of(workload(2_000, arm));
      // A record takes a microsecond: of fewer of them the start-up, which varies, would be more
      // than what is looked for.
      case SMALL, FULL -> List.of(workload(1_000_000, arm), workload(8_000_000, arm));
    };
  }

  private static Workload workload(long records, ArmSpec arm) {
    String keys = arm.name().replaceFirst(".*@(\\d+)-keys$", "$1");
    return new Workload(records, List.of("--records=" + records, "--keys=" + keys));
  }
}
