package io.summerbeam.benchmarks;

import java.util.List;
import java.util.Map;

/** What it costs a record to meet a table that changes, as of its own time. */
final class TableJoinBenchmark implements Benchmark {

  @Override
  public String name() {
    return "table-join";
  }

  @Override
  public String summary() {
    return "a stream joined with a table that changes: ours on Flink, a KStream-KTable join of Kafka Streams";
  }

  @Override
  public Report run(Session session) throws BenchException, InterruptedException {
    Settings settings = session.settings();
    List<ArmSpec> arms =
        settings.choose(new TableJoinArms(session.classPaths(), settings.jvm()).all());
    List<Workload> workloads = workloads(settings.size());
    List<ArmRun> runs = session.rounds().run(arms, workloads, settings.rounds());
    List<ArmResult> results = arms.stream().map(arm -> ArmResult.of(arm, runs)).toList();
    Map<String, Object> parameters = settings.parameters(workloads);
    parameters.put("keys", keys(settings.size()));
    parameters.put("changes", "one for each key, then one after every fourth record");
    return Rates.with(
        ComparisonReport.of(
            new Comparison(
                name(),
                parameters,
                session.machine(),
                settings.rounds(),
                workloads.stream().map(Workload::records).toList(),
                settings.base(TableJoinArms.USUAL_BASE, arms),
                results)),
        results);
  }

  private static int keys(Size size) {
    return size == Size.TINY ? 100 : 10_000;
  }

  /** Of records; the changes come besides. */
  static List<Workload> workloads(Size size) {
    return switch (size) {
      case TINY -> List.of(workload(2_000, size));
      case SMALL, FULL -> List.of(workload(200_000, size), workload(800_000, size));
    };
  }

  private static Workload workload(long records, Size size) {
    return new Workload(records, List.of("--records=" + records, "--keys=" + keys(size)));
  }
}
