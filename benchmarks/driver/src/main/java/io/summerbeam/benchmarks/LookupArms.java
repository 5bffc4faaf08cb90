package io.summerbeam.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * The arms that ask a database which takes a millisecond more for each query: {@code blocking} for
 * each record, {@code single-thread} so on another thread, ours without and with a cache.
 */
final class LookupArms {

  /** The one that ours is measured against first. */
  static final String BLOCKING = "blocking-flink";

  private static final String SINGLE_THREAD = "single-thread-flink";
  private static final String OURS = "summerbeam-flink";
  private static final String OURS_WITH_CACHE = "summerbeam-cache-flink";

  private final ClassPaths classPaths;
  private final Jvm jvm;

  LookupArms(ClassPaths classPaths, Jvm jvm) {
    this.classPaths = classPaths;
    this.jvm = jvm;
  }

  /** All of them, in the order of the table. */
  List<ArmSpec> all() throws BenchException {
    FlinkArms flink =
        new FlinkArms(
            "lookup",
            classPaths.lookup(),
            classPaths.flags(FlinkArms.FLINK, "FlinkRunner"),
            "io.summerbeam.benchmarks.enrich.lookup.LookupArm",
            jvm);
    List<String> options = new ArrayList<>(FlinkArms.options(true));
    // What is collected is never more than a bundle; who blocks does not care.
    options.addAll(List.of("--maxBundleSize=5000", "--maxBundleTimeMills=500"));
    return List.of(
        flink.arm(BLOCKING, "--asking=BLOCKING", null, options),
        flink.arm(SINGLE_THREAD, "--asking=SINGLE_THREAD", BLOCKING, options),
        flink.arm(OURS, "--asking=SUMMERBEAM", BLOCKING, options),
        flink.arm(OURS_WITH_CACHE, "--asking=SUMMERBEAM_CACHE", BLOCKING, options));
  }

  /** Whether an arm waits for each record, so that nobody wants to wait for many of them. */
  static boolean isSlow(ArmSpec arm) {
    return arm.name().equals(BLOCKING) || arm.name().equals(SINGLE_THREAD);
  }

  /** How often those that wait for each record take what ours take. */
  static List<Ratio> ratios(List<ArmResult> results) {
    List<Ratio> ratios = new ArrayList<>();
    for (ArmResult slow : results) {
      if (isSlow(slow.arm())) {
        for (ArmResult ours : results) {
          if (!isSlow(ours.arm())) {
            ratios.add(Ratio.of(slow, ours));
          }
        }
      }
    }
    return ratios;
  }
}
