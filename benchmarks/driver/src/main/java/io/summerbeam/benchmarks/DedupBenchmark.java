package io.summerbeam.benchmarks;

import io.summerbeam.benchmarks.Rounds.Trial;
import io.summerbeam.runners.UsageException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What it costs to drop one event of twenty that was there before, and what is kept of an id. */
final class DedupBenchmark implements Benchmark {

  private static final int FEW_FOR_DIRECT = 2_000;
  private static final int LARGE = 6;

  /** No id is forgotten among so many. */
  private static final int NONE_FORGOTTEN = 1_000_000;

  @Override
  public String name() {
    return "dedup";
  }

  @Override
  public String summary() {
    return "duplicates dropped, 100,000 and 1,000,000 ids, and what is kept of an id: ours, by hand, native Flink";
  }

  @Override
  public Report run(Session session) throws BenchException, InterruptedException {
    Settings settings = session.settings();
    Size size = settings.size();
    List<ArmSpec> chosen =
        settings.choose(all(new DedupArms(session.classPaths(), settings.jvm()), size));
    List<ArmSpec> arms = chosen.stream().filter(arm -> !DedupArms.isOfState(arm)).toList();
    if (arms.isEmpty()) {
      throw new UsageException(
          "--arms must name one whose time is measured, but was: "
              + String.join(",", settings.arms()));
    }
    List<ArmRun> runs = session.rounds().run(trials(arms, size), settings.rounds());
    List<ArmResult> results = arms.stream().map(arm -> ArmResult.of(arm, runs)).toList();
    List<ArmSpec> asked = chosen.stream().filter(DedupArms::isOfState).toList();
    // What is kept does not depend on the machine.
    List<ArmRun> states = session.rounds().run(trials(asked, size), 1);
    Map<String, Object> parameters = settings.parameters(List.of());
    List<Long> records = runs.stream().map(ArmRun::records).distinct().sorted().toList();
    parameters.put("records", records);
    parameters.put("duplicates", "one of twenty");
    parameters.put("ids are kept for", "an hour; as many events as keys");
    Report report =
        RatiosReport.of(
            new Comparison(
                name(),
                parameters,
                session.machine(),
                settings.rounds(),
                records,
                settings.base(DedupArms.USUAL_BASE + "@" + keys(size).get(0) + "-keys", arms),
                results),
            DedupArms.ratios(results, numbersOfKeys(size)));
    return StateSizes.with(Rates.with(report, results), asked, states);
  }

  private static List<ArmSpec> all(DedupArms dedup, Size size) throws BenchException {
    List<ArmSpec> all = new ArrayList<>();
    if (size != Size.SMALL) {
      int few = directKeys(size);
      dedup.onDirect().forEach(arm -> all.add(arm.overKeys(few)));
    }
    for (int keys : keys(size)) {
      dedup.onOthers().forEach(arm -> all.add(arm.overKeys(keys)));
    }
    dedup.ofState().forEach(arm -> all.add(arm.overKeys(NONE_FORGOTTEN)));
    return all;
  }

  private static List<Trial> trials(List<ArmSpec> arms, Size size) {
    return arms.stream().map(arm -> new Trial(arm, workloads(size, arm))).toList();
  }

  /** How many events are kept, at Direct; a key costs it a millisecond. */
  private static int directKeys(Size size) {
    return size == Size.TINY ? 200 : FEW_FOR_DIRECT;
  }

  /** How many events are kept. */
  static List<Integer> keys(Size size) {
    return switch (size) {
      case TINY -> List.of(200);
      case SMALL -> List.of(100_000);
      case FULL -> List.of(100_000, 1_000_000);
    };
  }

  private static List<Integer> numbersOfKeys(Size size) {
    Set<Integer> all = new LinkedHashSet<>(keys(size));
    all.add(directKeys(size));
    return List.copyOf(all);
  }

  /** What an arm reads: so many events, and six times as many. */
  static List<Workload> workloads(Size size, ArmSpec arm) {
    int keys = Integer.parseInt(arm.name().replaceFirst(".*@(\\d+)-keys$", "$1"));
    if (size == Size.TINY) {
      return List.of(workload(DedupArms.isOfState(arm) ? 2_000 : 1_000, keys));
    }
    long records = 200_000;
    if (DedupArms.isOfState(arm)) {
      records = 20_000;
    } else if (keys == FEW_FOR_DIRECT) {
      records = FEW_FOR_DIRECT;
    }
    return List.of(workload(records, keys), workload(LARGE * records, keys));
  }

  private static Workload workload(long records, int keys) {
    return new Workload(records, List.of("--records=" + records, "--keys=" + keys));
  }
}
