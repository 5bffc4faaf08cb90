package io.summerbeam.benchmarks;

import io.summerbeam.runners.UsageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What single steps cost a record, by JMH: ours and by hand, over rows in memory. */
final class KernelsBenchmark implements Benchmark {

  private static final int BUNDLE = 1000;

  /** How an arm is measured in a round. */
  private record Measurement(int warmups, int iterations, int millis) {

    static Measurement of(Size size) {
      return switch (size) {
        case TINY -> new Measurement(1, 2, 100);
        case SMALL -> new Measurement(4, 5, 500);
        // The compiler needs two seconds until nothing changes any more.
        case FULL -> new Measurement(5, 5, 500);
      };
    }

    List<String> arguments(int rounds) {
      return List.of(
          "--rounds=" + rounds,
          "--warmups=" + warmups,
          "--iterations=" + iterations,
          "--millis=" + millis);
    }
  }

  @Override
  public String name() {
    return "kernels";
  }

  @Override
  public String summary() {
    return "ns and bytes a record of decode, validate, enrich, mask, FF1 alone: ours and by hand";
  }

  @Override
  public Report run(Session session) throws BenchException, InterruptedException {
    Settings settings = session.settings();
    if (settings.base() != null) {
      throw new UsageException("--base is not for kernels, which compares each arm with by-hand");
    }
    KernelArms kernels = new KernelArms(session.classPaths(), settings.jvm());
    List<ArmSpec> arms = settings.choose(kernels.all(settings.size()));
    Measurement measurement = Measurement.of(settings.size());
    Workload bundle = new Workload(BUNDLE, measurement.arguments(settings.rounds()));
    Map<String, List<ArmSpec>> byKernel =
        arms.stream()
            .collect(Collectors.groupingBy(ArmSpec::task, LinkedHashMap::new, Collectors.toList()));
    List<KernelResult> results = new ArrayList<>();
    for (List<ArmSpec> rivals : byKernel.values()) {
      ArmProcess.Ended ended =
          session.processes().start(kernels.together(rivals), bundle, settings.rounds());
      results.addAll(
          KernelResult.parse(
              ended.report().getProperty("jmh", ""),
              rivals,
              BUNDLE,
              ended.report().getProperty("checksum", "")));
      session
          .progress()
          .say("[" + results.size() + "/" + arms.size() + "] " + rivals.get(0).task());
    }
    Map<String, Object> parameters = settings.parameters(List.of(bundle));
    parameters.put(
        "jmh",
        measurement.warmups()
            + " warm-ups and "
            + measurement.iterations()
            + " iterations of "
            + measurement.millis()
            + " ms a round");
    return KernelsReport.of(
        new Heading(
            name(),
            session.machine(),
            parameters,
            Warnings.of(session.machine(), settings.rounds(), true)),
        results);
  }
}
