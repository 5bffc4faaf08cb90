package io.summerbeam.benchmarks;

import io.summerbeam.benchmarks.ArmSpec.Launch;
import java.util.ArrayList;
import java.util.List;

/** The flights job as a stream, on Flink with checkpoints, one task of each kind. */
final class LatencyArms {

  /** The one whose rates the native one is also measured at. */
  static final String OURS = "summerbeam-flink";

  /** The one that is. */
  static final String NATIVE = "native-flink";

  private static final String MAIN = "io.summerbeam.benchmarks.latency.";
  private static final String JOB = "flights";

  // What our profile sets: a bundle holds the watermark in every step, and the source of Beam's
  // runner looks for records and puts out watermarks a fifth of this apart.
  private static final List<String> SHORT_BUNDLES = List.of("--maxBundleTimeMills=100");

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
    List<ArmSpec> arms = new ArrayList<>(few());
    arms.add(
        arm(
            NATIVE + "-tuned",
            JOB,
            "flink.FlinkArm",
            List.of(checkpoints(), "--watermarks=20", "--buffers=10")));
    arms.add(inBeam("beam-flink", JOB, "beam.BeamArm", List.of()));
    return arms;
  }

  /** Those that a small run has time for; all in Beam with short bundles, which ours has anyway. */
  List<ArmSpec> few() throws BenchException {
    return List.of(
        arm(NATIVE, JOB, "flink.FlinkArm", List.of(checkpoints())),
        inBeam("nothing-flink-tuned", "nothing", "beam.NothingArm", SHORT_BUNDLES),
        inBeam("beam-flink-tuned", JOB, "beam.BeamArm", SHORT_BUNDLES),
        inBeam(OURS, JOB, "summerbeam.SummerbeamArm", SHORT_BUNDLES));
  }

  private String checkpoints() {
    return "--checkpoints=" + plan.checkpointMillis();
  }

  private ArmSpec inBeam(String name, String task, String mainClass, List<String> more)
      throws BenchException {
    List<String> options = new ArrayList<>(more);
    options.addAll(
        List.of(
            "--runner=FlinkRunner",
            "--streaming",
            "--parallelism=1",
            "--objectReuse=true",
            "--checkpointingInterval=" + plan.checkpointMillis(),
            // What fails is to be seen; with checkpoints Flink would start it again for ever.
            "--numberOfExecutionRetries=0",
            // Else a source that ends keeps a job with checkpoints alive.
            "--shutdownSourcesAfterIdleMs=0"));
    return arm(name, task, mainClass, options);
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
