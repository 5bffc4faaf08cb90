package io.summerbeam.benchmarks.arm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * An arm in a JVM of its own, to see what it puts out. How long it takes says nothing: it does
 * without the optimizing compiler, which costs such a short run more than it gives.
 */
public final class ArmProcess {

  private ArmProcess() {}

  /**
   * Runs an arm to its end and returns its report.
   *
   * @param jvmFlags for the new JVM
   * @param classPath of the arm
   * @param mainClass of the arm
   * @param args for the arm, without {@code --report}
   * @throws IOException if the arm failed; what it printed is in the message
   */
  public static Properties run(
      List<String> jvmFlags, String classPath, String mainClass, List<String> args)
      throws IOException, InterruptedException {
    Path report = Files.createTempFile("arm", ".properties");
    Path output = Files.createTempFile("arm", ".txt");
    try {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.add("-XX:TieredStopAtLevel=1");
      command.addAll(jvmFlags);
      command.addAll(List.of("-cp", classPath, mainClass, "--report=" + report));
      command.addAll(args);
      int code =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start()
              .waitFor();
      if (code != 0) {
        throw new IOException(mainClass + " ended with " + code + ":\n" + Files.readString(output));
      }
      Properties properties = new Properties();
      try (InputStream in = Files.newInputStream(report)) {
        properties.load(in);
      }
      return properties;
    } finally {
      Files.deleteIfExists(report);
      Files.deleteIfExists(output);
    }
  }
}
