package io.summerbeam.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** What it costs a record to meet a table that changes, as of its own time. */
final class TableJoinBenchmark implements Benchmark {

  private static final double NANOS_PER_SECOND = 1e9;

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
    return withRates(
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

  /**
   * Records a second: in this setting, and for each core that was at work. A test driver has one
   * thread; an engine has threads for its tasks and its network, and collectors and compilers count
   * for both.
   */
  private static Report withRates(Report report, List<ArmResult> results) {
    Table table = new Table("arm", "records/s", "records/s/core", "");
    ObjectNode json = report.json();
    ArrayNode rates = json.putArray("rates");
    for (ArmResult arm : results) {
      double wall = NANOS_PER_SECOND / arm.ns().median();
      double cpu = NANOS_PER_SECOND / arm.cpuNs().median();
      table.row(List.of(arm.arm().name(), Text.figure(wall), Text.figure(cpu), ""));
      ObjectNode one = rates.addObject();
      one.put("arm", arm.arm().name());
      ComparisonJson.putFigure(one, "records_per_second", wall);
      ComparisonJson.putFigure(one, "records_per_second_and_core", cpu);
    }
    return new Report(report.name(), report.text() + "\n" + table.text(), json, report.svg());
  }
}
