package io.summerbeam.benchmarks;

import io.summerbeam.benchmarks.Rounds.Trial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What count, sum and mean in windows cost a record, over few keys and many. */
final class WindowsBenchmark implements Benchmark {

  /** Each key has about as many readings in a window. */
  private static final int READINGS_A_KEY = 6;

  private static final long MOST_READINGS_A_WINDOW = 1_200_000;
  private static final int LARGE = 6;
  private static final int LARGEST = 30;

  /** An arm of so many keys, before and after its name says so. */
  private record Keyed(ArmSpec arm, int keys) {

    ArmSpec named() {
      return arm.overKeys(keys);
    }
  }

  @Override
  public String name() {
    return "windows";
  }

  @Override
  public String summary() {
    return "count, sum, mean in windows, 1,000 to 1,000,000 keys: ours, by hand, Beam's Group, Flink, SQL, Kafka Streams";
  }

  @Override
  public Report run(Session session) throws BenchException, InterruptedException {
    Settings settings = session.settings();
    Size size = settings.size();
    List<Keyed> all = all(new WindowsArms(session.classPaths(), settings.jvm()), size);
    List<ArmSpec> named = all.stream().map(Keyed::named).toList();
    // Who names arms gets them.
    List<ArmSpec> arms = settings.arms().isEmpty() ? usual(all, size) : settings.choose(named);
    List<Keyed> chosen = all.stream().filter(one -> arms.contains(one.named())).toList();
    List<Trial> trials =
        chosen.stream().map(one -> new Trial(one.named(), workloads(size, one))).toList();
    List<ArmRun> runs = session.rounds().run(trials, settings.rounds());
    List<ArmResult> results = arms.stream().map(arm -> ArmResult.of(arm, runs)).toList();
    Map<String, Object> parameters = settings.parameters(List.of());
    parameters.put("records", runs.stream().map(ArmRun::records).distinct().sorted().toList());
    Map<String, Long> perWindow = new LinkedHashMap<>();
    keys(size).forEach(keys -> perWindow.put(keys + " keys", perWindow(keys)));
    parameters.put("readings a window", perWindow);
    Report report =
        RatiosReport.of(
            new Comparison(
                name(),
                parameters,
                session.machine(),
                settings.rounds(),
                runs.stream().map(ArmRun::records).distinct().sorted().toList(),
                settings.base(WindowsArms.USUAL_BASE + "@" + keys(size).get(0) + "-keys", arms),
                results),
            WindowsArms.ratios(results, keys(size)));
    return Exponents.with(Rates.with(report, results), growths(chosen, runs));
  }

  private static List<Keyed> all(WindowsArms windows, Size size) throws BenchException {
    List<Keyed> all = new ArrayList<>();
    for (int keys : keys(size)) {
      windows.fixed().forEach(arm -> all.add(new Keyed(arm, keys)));
    }
    // Each reading is in twelve windows: over more keys that takes long, and shows nothing else.
    windows.sliding().forEach(arm -> all.add(new Keyed(arm, keys(size).get(0))));
    return all;
  }

  private static List<ArmSpec> usual(List<Keyed> all, Size size) {
    return all.stream()
        .filter(one -> WindowsArms.isUsual(one.arm(), one.keys()))
        .filter(one -> size != Size.SMALL || WindowsArms.isOfFew(one.arm()))
        .map(Keyed::named)
        .toList();
  }

  // Of those that ran over more than one number of keys.
  private static List<KeyGrowth> growths(List<Keyed> chosen, List<ArmRun> runs) {
    Map<ArmSpec, List<Integer>> keys = new LinkedHashMap<>();
    chosen.forEach(
        one -> keys.computeIfAbsent(one.arm(), arm -> new ArrayList<>()).add(one.keys()));
    return keys.entrySet().stream()
        .filter(entry -> entry.getValue().size() > 1)
        .map(entry -> KeyGrowth.of(entry.getKey(), entry.getValue(), runs))
        .toList();
  }

  /** How many keys there are. */
  static List<Integer> keys(Size size) {
    return switch (size) {
      case TINY -> List.of(50);
      case SMALL -> List.of(1_000, 100_000);
      case FULL -> List.of(1_000, 100_000, 1_000_000);
    };
  }

  /** How many readings of all keys are in a window: of a million keys fewer, or none would end. */
  static long perWindow(int keys) {
    return Math.min((long) READINGS_A_KEY * keys, MOST_READINGS_A_WINDOW);
  }

  private static List<Workload> workloads(Size size, Keyed one) {
    if (size == Size.TINY) {
      return List.of(workload(2_000, one));
    }
    // A window that overlaps has twelve times the work.
    long records = WindowsArms.isSliding(one.arm()) ? 24_000 : 200_000;
    List<Workload> workloads = new ArrayList<>();
    workloads.add(workload(records, one));
    workloads.add(workload(LARGE * records, one));
    if (WindowsArms.needsMany(one.arm())) {
      workloads.add(workload(LARGEST * records, one));
    }
    return workloads;
  }

  private static Workload workload(long records, Keyed one) {
    return new Workload(
        records,
        List.of(
            "--records=" + records,
            "--keys=" + one.keys(),
            "--perWindow=" + perWindow(one.keys())));
  }
}
