package io.summerbeam.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.summerbeam.benchmarks.Rounds.Trial;
import java.util.List;
import java.util.Map;

/** What it costs a record to be looked up in a database that is a millisecond away. */
final class LookupBenchmark implements Benchmark {

  private static final double PER = 1000;

  @Override
  public String name() {
    return "lookup";
  }

  @Override
  public String summary() {
    return "records looked up in PostgreSQL, 1 ms a query, Zipf keys: ours, one blocking query a record";
  }

  @Override
  public Report run(Session session) throws BenchException, InterruptedException {
    Settings settings = session.settings();
    List<ArmSpec> arms =
        settings.choose(new LookupArms(session.classPaths(), settings.jvm()).all());
    List<Trial> trials =
        arms.stream().map(arm -> new Trial(arm, workloads(settings.size(), arm))).toList();
    List<ArmRun> runs = session.rounds().run(trials, settings.rounds());
    List<ArmResult> results = arms.stream().map(arm -> ArmResult.of(arm, runs)).toList();
    Map<String, Object> parameters = settings.parameters(trials.get(trials.size() - 1).workloads());
    parameters.put("keys", keys(settings.size()) + ", the n-th 1/n times as often as the first");
    parameters.put("delay", "pg_sleep(0.001) in the view that is asked");
    Report report =
        RatiosReport.of(
            new Comparison(
                name(),
                parameters,
                session.machine(),
                settings.rounds(),
                trials.get(0).workloads().stream().map(Workload::records).toList(),
                settings.base(LookupArms.BLOCKING, arms),
                results),
            LookupArms.ratios(results));
    return withCalls(report, results);
  }

  /** How many customers there are. */
  static int keys(Size size) {
    return size == Size.TINY ? 1_000 : 100_000;
  }

  /** The smallest is that of all arms; those that wait for each record have no time for many. */
  static List<Workload> workloads(Size size, ArmSpec arm) {
    int keys = keys(size);
    return switch (size) {
      case TINY -> List.of(workload(500, keys));
      case SMALL, FULL ->
          List.of(workload(1_000, keys), workload(LookupArms.isSlow(arm) ? 5_000 : 400_000, keys));
    };
  }

  private static Workload workload(long records, int keys) {
    return new Workload(records, List.of("--records=" + records, "--keys=" + keys));
  }

  /** The queries that were sent for a thousand records. */
  private static Report withCalls(Report report, List<ArmResult> results) {
    Table table = new Table("arm", "queries/1,000 records", "");
    ObjectNode json = report.json();
    ArrayNode calls = json.putArray("calls");
    for (ArmResult arm : results) {
      double figure = PER * PerRecord.of(arm.runs(), LookupBenchmark::calls).median();
      table.row(List.of(arm.arm().name(), Text.figure(figure), ""));
      ObjectNode one = calls.addObject();
      one.put("arm", arm.arm().name());
      ComparisonJson.putFigure(one, "per_1000_records", figure);
    }
    return new Report(report.name(), report.text() + "\n" + table.text(), json, report.svg());
  }

  private static double calls(ArmRun run) {
    return run.counts().getOrDefault("calls", 0L);
  }
}
