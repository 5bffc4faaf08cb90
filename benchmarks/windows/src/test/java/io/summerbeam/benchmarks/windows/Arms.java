package io.summerbeam.benchmarks.windows;

import io.summerbeam.benchmarks.arm.ArmProcess;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Runs arms on the class paths of the distributions. */
public final class Arms {

  private static final Path HOME = Path.of("../..");

  private Arms() {}

  /** Runs an arm on the Direct runner, or with none, and returns its report. */
  public static Properties direct(Class<?> arm, String... arguments) throws Exception {
    return run("direct", List.of(), List.of(), arm, arguments);
  }

  /** Runs an arm with what Flink needs, Flink SQL included, and returns its report. */
  public static Properties flink(Class<?> arm, String... arguments) throws Exception {
    return run(
        "flink",
        List.of(
            "@"
                + HOME.resolve(
                    "runners-config/flink/src/main/resources/META-INF/summerbeam/FlinkRunner.jvm")),
        tables(),
        arm,
        arguments);
  }

  /** Runs an arm in Beam on Flink, streaming, and returns its report. */
  public static Properties beamOnFlink(Class<?> arm, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--runner=FlinkRunner", "--streaming", "--parallelism=1"));
    return flink(arm, all.toArray(new String[0]));
  }

  private static Properties run(
      String runner, List<String> flags, List<String> jars, Class<?> arm, String... arguments)
      throws Exception {
    List<String> jvm = new ArrayList<>(flags);
    jvm.add("-Xmx512m");
    List<String> classPath = new ArrayList<>();
    classPath.addAll(
        List.of("target/classes", "../flights/target/classes", "../arm/target/classes"));
    classPath.add(
        Files.readString(HOME.resolve("samples/distribution/" + runner + "/target/classpath"))
            .trim());
    classPath.addAll(jars);
    return ArmProcess.run(
        jvm, String.join(File.pathSeparator, classPath), arm.getName(), List.of(arguments));
  }

  // Surefire hands its own class path on in a jar; the property has the real one. The class path
  // that the build writes is not there yet.
  private static List<String> tables() {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> jars = new ArrayList<>();
    for (String jar : all.split(File.pathSeparator, -1)) {
      if (jar.matches(".*/flink-(table|cep)[^/]*\\.jar")) {
        jars.add(jar);
      }
    }
    return jars;
  }
}
