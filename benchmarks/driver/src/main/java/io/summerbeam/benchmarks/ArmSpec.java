package io.summerbeam.benchmarks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One arm of a comparison: a main class in a JVM of its own, and the setting it is measured in.
 *
 * @param name what the tables call it: {@code summerbeam-flink-tuned}
 * @param setting what was set, as a reader wants to see it
 * @param task what it works out; only arms of the same task must have the same checksum
 * @param rival the arm that does the same by hand on the same engine in the same setting, if there
 *     is one
 * @param jvm heap and processors
 * @param launch class path, flags of the engine, main class, and arguments
 */
record ArmSpec(
    String name, String setting, String task, @Nullable String rival, Jvm jvm, Launch launch) {

  /**
   * How it is started.
   *
   * @param classPath as the JVM takes it
   * @param flags what the engine needs opened
   * @param mainClass a main class that ends in {@code Arm.run}
   * @param arguments those that do not depend on how much is read
   */
  record Launch(String classPath, List<String> flags, String mainClass, List<String> arguments) {

    Launch {
      flags = List.copyOf(flags);
      arguments = List.copyOf(arguments);
    }
  }

  /** The same arm on another number of processors; its name says so: {@code native-flink@1}. */
  ArmSpec onCores(int cores) {
    return new ArmSpec(
        name + "@" + cores,
        setting,
        task,
        rival == null ? null : rival + "@" + cores,
        jvm.withCores(cores),
        launch);
  }

  /** The same arm over flights of so many keys, which is another task: {@code plain@1000-keys}. */
  ArmSpec overKeys(int keys) {
    String where = "@" + keys + "-keys";
    return new ArmSpec(
        name + where, setting, task + where, rival == null ? null : rival + where, jvm, launch);
  }
}
