package io.summerbeam.benchmarks;

import io.summerbeam.benchmarks.ArmSpec.Launch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes arms in Beam on each engine, in the setting in which it is fastest. */
final class BeamArms {

  /** What a pipeline runs on. */
  enum Engine {
    DIRECT("direct", "direct", "DirectRunner"),
    FLINK("flink", "flink", "FlinkRunner"),
    FLINK_BATCH("flink-batch", "flink", "FlinkRunner"),
    SPARK("spark", "spark", "SparkRunner");

    /** What the names of its arms end in. */
    final String text;

    private final String folder;
    private final String runner;

    Engine(String text, String folder, String runner) {
      this.text = text;
      this.folder = folder;
      this.runner = runner;
    }
  }

  private final String task;
  private final String mainClass;
  private final ClassPaths classPaths;
  private final Jvm jvm;

  /**
   * @param task what all of them work out
   * @param mainClass of all of them
   */
  BeamArms(String task, String mainClass, ClassPaths classPaths, Jvm jvm) {
    this.task = task;
    this.mainClass = mainClass;
    this.classPaths = classPaths;
    this.jvm = jvm;
  }

  /**
   * An arm.
   *
   * @param how what makes it differ from the others: {@code --grouping=BY_HAND}
   */
  ArmSpec arm(String name, Engine engine, @Nullable String rival, String... how)
      throws BenchException {
    List<String> options = options(engine);
    List<String> arguments = new ArrayList<>(options);
    arguments.addAll(List.of(how));
    return new ArmSpec(
        name,
        String.join(" ", options),
        task,
        rival,
        jvm,
        new Launch(
            classPaths.windows(engine.folder),
            classPaths.flags(engine.folder, engine.runner),
            mainClass,
            arguments));
  }

  private List<String> options(Engine engine) {
    return switch (engine) {
      case DIRECT ->
          List.of(
              "--runner=DirectRunner",
              "--enforceImmutability=false",
              "--enforceEncodability=false",
              "--targetParallelism=" + jvm.cores());
      case FLINK -> FlinkArms.options(true);
      case FLINK_BATCH ->
          List.of(
              "--runner=FlinkRunner", "--parallelism=1", "--fasterCopy=true", "--objectReuse=true");
      case SPARK -> List.of("--runner=SparkRunner", "--sparkMaster=local[" + jvm.cores() + "]");
    };
  }
}
