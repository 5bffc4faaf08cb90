package io.summerbeam.benchmarks;

import io.summerbeam.benchmarks.Rounds.Trial;
import io.summerbeam.runners.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How the cost of a record grows with the number of keys a day. */
final class KeysBenchmark implements Benchmark {

  /**
   * What a size runs.
   *
   * @param keys the numbers of keys
   * @param recordsADay each key has as many of them as the others
   * @param days what is compared: one day more is as many records and results more, so that
   *     start-up and the table of airports fall out
   */
  private record Scale(List<Integer> keys, int recordsADay, List<Integer> days) {}

  @Override
  public String name() {
    return "keys";
  }

  @Override
  public String summary() {
    return "the flights job on Flink over 1,000 to 1,000,000 groups a day: ours, Beam by hand, native, a loop";
  }

  @Override
  public Report run(Session session) throws BenchException, InterruptedException {
    Settings settings = session.settings();
    if (settings.base() != null) {
      throw new UsageException("--base is not for keys, which compares each arm with itself");
    }
    ClassPaths classPaths = session.classPaths();
    List<ArmSpec> arms = settings.choose(new FlightsArms(classPaths, settings.jvm()).overKeys());
    FlightsData data = new FlightsData(session.home(), classPaths, session.progress());
    Scale scale = scale(settings.size());
    List<Trial> trials = new ArrayList<>();
    List<Workload> all = new ArrayList<>();
    for (int keys : scale.keys()) {
      List<Workload> workloads = new ArrayList<>();
      for (int days : scale.days()) {
        workloads.add(data.keyed(keys, scale.recordsADay(), days));
      }
      all = workloads;
      arms.forEach(arm -> trials.add(new Trial(arm.overKeys(keys), workloads)));
    }
    List<ArmRun> runs = session.rounds().run(trials, settings.rounds());
    Map<String, Object> parameters = settings.parameters(all);
    parameters.put("keys", scale.keys());
    return KeysReport.of(
        new Heading(
            name(),
            session.machine(),
            parameters,
            Warnings.of(session.machine(), settings.rounds(), scale.days().size() > 1)),
        arms.stream().map(arm -> KeyGrowth.of(arm, scale.keys(), runs)).toList());
  }

  private static Scale scale(Size size) {
    return switch (size) {
      case TINY -> new Scale(List.of(10, 1_000), 1_000, List.of(1));
      case SMALL -> new Scale(List.of(1_000, 100_000), 100_000, List.of(1, 2));
      case FULL -> new Scale(List.of(1_000, 25_000, 1_000_000), 1_000_000, List.of(1, 2));
    };
  }
}
