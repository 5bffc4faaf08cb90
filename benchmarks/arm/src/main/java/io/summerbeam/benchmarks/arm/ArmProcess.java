package io.summerbeam.benchmarks.arm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

  // A JVM that is at its end may not answer.
  private static final long STACKS_SECONDS = 20;

  private final Duration limit;
  private final Path jstack;
  private final Duration stacksLimit;

  ArmProcess(Duration limit, Path jstack, Duration stacksLimit) {
    this.limit = limit;
    this.jstack = jstack;
    this.stacksLimit = stacksLimit;
  }

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
    return new ArmProcess(
            Duration.ofSeconds(LIMIT_SECONDS),
            program("jstack"),
            Duration.ofSeconds(STACKS_SECONDS))
        .report(jvmFlags, classPath, mainClass, args);
  }

  Properties report(List<String> jvmFlags, String classPath, String mainClass, List<String> args)
      throws IOException, InterruptedException {
    Path report = Files.createTempFile("arm", ".properties");
    Path output = Files.createTempFile("arm", ".txt");
    try {
      List<String> command = new ArrayList<>();
      command.add(program("java").toString());
      command.add("-XX:TieredStopAtLevel=1");
      command.addAll(jvmFlags);
      command.addAll(List.of("-cp", classPath, mainClass, "--report=" + report));
      command.addAll(args);
      runToItsEnd(command, mainClass, output);
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

  private void runToItsEnd(List<String> command, String mainClass, Path output)
      throws IOException, InterruptedException {
    Process process = start(command, output);
    boolean inTime;
    String note = "";
    try {
      inTime = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!inTime) {
        note = addStacks(process, output);
      }
    } finally {
      kill(process);
    }
    if (!inTime) {
      throw new IOException(
          mainClass
              + " must end within "
              + limit.toSeconds()
              + " s, but did not:\n"
              + text(output)
              + note);
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          mainClass + " ended with " + process.exitValue() + ":\n" + text(output));
    }
  }

  /** Puts what its threads are at behind what it printed; returns why that is not there. */
  private String addStacks(Process process, Path output) throws InterruptedException {
    try {
      Process stacks = start(List.of(jstack.toString(), Long.toString(process.pid())), output);
      try {
        if (!stacks.waitFor(stacksLimit.toMillis(), TimeUnit.MILLISECONDS)) {
          return missing("it did not end within " + stacksLimit.toSeconds() + " s");
        }
        return stacks.exitValue() == 0 ? "" : missing("it ended with " + stacks.exitValue());
      } finally {
        kill(stacks);
      }
    } catch (IOException e) {
      return missing(e.toString());
    }
  }

  private String missing(String why) {
    return "\nWhat its threads were at is what " + jstack + " prints, but: " + why + "\n";
  }

  // Both write at the end of the file, wherever the other one is.
  private static Process start(List<String> command, Path output) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
        .start();
  }

  // What an arm has started would go on without it.
  private static void kill(Process process) throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
  }

  private static Path program(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name);
  }

  // One that was killed may have been within a character.
  private static String text(Path output) throws IOException {
    return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
  }
}
