package io.summerbeam.benchmarks;

import io.summerbeam.benchmarks.ArmSpec.Launch;
import java.util.List;

/** The flights job as a stream, on Flink with checkpoints, one task of each kind. */
final class LatencyArms {

  /** The one whose rates the native one is also measured at. */
  static final String OURS = "summerbeam-flink";

  /** The one that is. */
  static final String NATIVE = "native-flink";

  private static final String MAIN = "io.summerbeam.benchmarks.latency.";
  private static final String JOB = "flights";

  private final ClassPaths classPaths;
  private final Jvm jvm;
  private final LatencyPlan plan;

  LatencyArms(ClassPaths classPaths, Jvm jvm, LatencyPlan plan) {
    this.classPaths = classPaths;
    this.jvm = jvm;
    this.plan = plan;
  }

  /** All of them, in the order of the table. */
  List<ArmSpec> all() throws BenchException {
    List<String> options =
        List.of(
            "--runner=FlinkRunner",
            "--streaming",
            "--parallelism=1",
            "--fasterCopy=true",
            "--objectReuse=true",
            "--checkpointingInterval=" + plan.checkpointMillis(),
            // Else a source that ends keeps a job with checkpoints alive.
            "--shutdownSourcesAfterIdleMs=0");
    return List.of(
        arm(NATIVE, JOB, "flink.FlinkArm", List.of("--checkpoints=" + plan.checkpointMillis())),
        arm("nothing-flink", "nothing", "beam.NothingArm", options),
        arm("beam-flink", JOB, "beam.BeamArm", options),
        arm(OURS, JOB, "summerbeam.SummerbeamArm", options));
  }

  private ArmSpec arm(String name, String task, String mainClass, List<String> options)
      throws BenchException {
    return new ArmSpec(
        name,
        String.join(" ", options),
        task,
        null,
        jvm,
        new Launch(
            classPaths.latency(),
            classPaths.flags("flink", "FlinkRunner"),
            MAIN + mainClass,
            options));
  }
}
