package io.summerbeam.benchmarks;

import io.summerbeam.benchmarks.ArmSpec.Launch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arms that mask three of ten fields. A name is who wrote the step and what it runs on: {@code
 * beam-flink} is the best by hand, {@code idiomatic-flink} as most would write it, {@code
 * summerbeam-flink} ours. Everything else is the same for the arms of a runner.
 */
final class MaskArms {

  /** The one that ours is measured against first. */
  static final String USUAL_BASE = "beam-flink";

  /** The runner whose arms end in its name. */
  static final String DIRECT = "direct";

  private static final String FLINK = "flink";
  private static final String BY_HAND = "beam-";
  private static final String IDIOMATIC = "idiomatic-";
  private static final String OURS = "summerbeam-";
  private static final List<String> RUNNERS = List.of(DIRECT, FLINK);

  private final ClassPaths classPaths;
  private final Jvm jvm;

  MaskArms(ClassPaths classPaths, Jvm jvm) {
    this.classPaths = classPaths;
    this.jvm = jvm;
  }

  /** All of them, in the order of the table. */
  List<ArmSpec> all() throws BenchException {
    List<ArmSpec> arms = new ArrayList<>();
    arms.addAll(
        three(
            DIRECT,
            List.of(),
            List.of(
                "--runner=DirectRunner",
                "--enforceImmutability=false",
                "--enforceEncodability=false",
                "--targetParallelism=" + jvm.cores())));
    arms.addAll(
        three(
            FLINK,
            classPaths.flags(FLINK, "FlinkRunner"),
            List.of(
                "--runner=FlinkRunner", "--streaming", "--parallelism=1", "--objectReuse=true")));
    return arms;
  }

  /** What an arm runs on: {@code flink}. */
  static String runner(ArmSpec arm) {
    return arm.name().substring(arm.name().indexOf('-') + 1);
  }

  /** Ours against by hand, and idiomatic against ours, of each runner whose arms were run. */
  static List<Ratio> ratios(List<ArmResult> results) {
    List<Ratio> ratios = new ArrayList<>();
    for (String runner : RUNNERS) {
      ArmResult ours = find(results, OURS + runner);
      ArmResult byHand = find(results, BY_HAND + runner);
      ArmResult idiomatic = find(results, IDIOMATIC + runner);
      if (ours != null && byHand != null) {
        ratios.add(Ratio.of(ours, byHand));
      }
      if (ours != null && idiomatic != null) {
        ratios.add(Ratio.of(idiomatic, ours));
      }
    }
    return ratios;
  }

  private static @Nullable ArmResult find(List<ArmResult> results, String name) {
    return results.stream()
        .filter(result -> result.arm().name().equals(name))
        .findFirst()
        .orElse(null);
  }

  private List<ArmSpec> three(String runner, List<String> flags, List<String> options)
      throws BenchException {
    String classPath = classPaths.mask(runner);
    return List.of(
        arm(BY_HAND + runner, "BY_HAND", null, classPath, flags, options),
        arm(IDIOMATIC + runner, "IDIOMATIC", BY_HAND + runner, classPath, flags, options),
        arm(OURS + runner, "SUMMERBEAM", BY_HAND + runner, classPath, flags, options));
  }

  // The options of a runner are its setting; who masks is in the name.
  private ArmSpec arm(
      String name,
      String masking,
      @Nullable String rival,
      String classPath,
      List<String> flags,
      List<String> options) {
    List<String> arguments = new ArrayList<>(options);
    arguments.add("--masking=" + masking);
    return new ArmSpec(
        name,
        String.join(" ", options),
        "mask",
        rival,
        jvm,
        new Launch(classPath, flags, "io.summerbeam.benchmarks.mask.MaskArm", arguments));
  }
}
