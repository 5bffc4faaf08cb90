package io.summerbeam.benchmarks.enrich;

import io.summerbeam.benchmarks.arm.ArmProcess;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Runs arms on the class path of the Flink distribution. */
public final class FlinkArm {

  private static final Path HOME = Path.of("../..");

  private FlinkArm() {}

  /** Runs an arm in Beam and returns its report. */
  public static Properties beam(Class<?> arm, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--runner=FlinkRunner", "--streaming", "--parallelism=1"));
    return run(arm, all.toArray(new String[0]));
  }

  /** Runs an arm and returns its report. */
  public static Properties run(Class<?> arm, String... arguments) throws Exception {
    return ArmProcess.run(
        List.of(
            "@"
                + HOME.resolve(
                    "runners-config/flink/src/main/resources/META-INF/summerbeam/FlinkRunner.jvm"),
            "-Xmx512m"),
        String.join(
            File.pathSeparator,
            "target/classes",
            "../flights/target/classes",
            "../arm/target/classes",
            Files.readString(HOME.resolve("samples/distribution/flink/target/classpath")).trim(),
            database()),
        arm.getName(),
        List.of(arguments));
  }

  // Surefire hands its own class path on in a jar; the property has the real one. The class path
  // that the build writes is not there yet.
  private static String database() {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> jars = new ArrayList<>();
    for (String jar : all.split(File.pathSeparator, -1)) {
      if (jar.matches(".*(postgres|io-jdbc|/io/jdbc|/xz-).*")) {
        jars.add(jar);
      }
    }
    return String.join(File.pathSeparator, jars);
  }
}
