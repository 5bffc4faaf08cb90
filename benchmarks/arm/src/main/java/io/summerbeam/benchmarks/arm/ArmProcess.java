package io.summerbeam.benchmarks.arm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * An arm in a JVM of its own, to see what it puts out. How long it takes says nothing: it does
 * without the optimizing compiler, which costs such a short run more than it gives.
 */
public final class ArmProcess {

  // Many times what any of them takes, and far less than a test of a module may.
  private static final long LIMIT_SECONDS = 300;

  private ArmProcess() {}

  /**
   * Runs an arm to its end and returns its report.
   *
   * @param jvmFlags for the new JVM
   * @param classPath of the arm
   * @param mainClass of the arm
   * @param args for the arm, without {@code --report}
   * @throws IOException if the arm failed, or did not end within {@value #LIMIT_SECONDS} seconds;
   *     what it printed, and for one that did not end what its threads did, is in the message
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
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!ended(process, output)) {
        throw new IOException(
            mainClass
                + " must end within "
                + LIMIT_SECONDS
                + " s, but did not:\n"
                + Files.readString(output));
      }
      if (process.exitValue() != 0) {
        throw new IOException(
            mainClass + " ended with " + process.exitValue() + ":\n" + Files.readString(output));
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

  /**
   * Waits for it. One that does not end is killed, and what it was at is behind what it printed.
   */
  private static boolean ended(Process process, Path output)
      throws IOException, InterruptedException {
    try {
      if (process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        return true;
      }
      new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "jstack").toString(),
              Long.toString(process.pid()))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
          .start()
          .waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
      return false;
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
