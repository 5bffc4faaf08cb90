package io.summerbeam.benchmarks;

import io.summerbeam.benchmarks.ArmSpec.Launch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes arms in Beam on Flink, streaming, in one task. */
final class FlinkArms {

  /** The class path of the runner. */
  static final String FLINK = "flink";

  private final String task;
  private final String classPath;
  private final List<String> flags;
  private final String mainClass;
  private final Jvm jvm;

  /**
   * @param task what all of them work out
   * @param classPath of all of them
   * @param flags what Flink needs opened
   * @param mainClass of all of them
   */
  FlinkArms(String task, String classPath, List<String> flags, String mainClass, Jvm jvm) {
    this.task = task;
    this.classPath = classPath;
    this.flags = flags;
    this.mainClass = mainClass;
    this.jvm = jvm;
  }

  /** The options of the runner, as it comes or with the objects handed on that it would copy. */
  static List<String> options(boolean tuned) {
    // Said in any case: our profile sets it where nothing is said.
    return List.of(
        "--runner=FlinkRunner", "--streaming", "--parallelism=1", "--objectReuse=" + tuned);
  }

  /**
   * An arm.
   *
   * @param how what makes it differ from the others: {@code --enriching=MAP}
   * @param options of the runner, which are the setting
   */
  ArmSpec arm(String name, String how, @Nullable String rival, List<String> options) {
    return arm(task, name, how, rival, options);
  }

  /** An arm that works out something else. */
  ArmSpec arm(
      String otherTask, String name, String how, @Nullable String rival, List<String> options) {
    List<String> arguments = new ArrayList<>(options);
    arguments.add(how);
    return new ArmSpec(
        name,
        String.join(" ", options),
        otherTask,
        rival,
        jvm,
        new Launch(classPath, flags, mainClass, arguments));
  }
}
