package io.summerbeam.faults;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process that ends with this JVM at the latest. */
final class ChildProcess {

  private static final int LAST_LINES = 40;

  private final Process process;
  private final Path log;
  private final Thread killAtExit;

  private ChildProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.killAtExit = new Thread(process::destroyForcibly, "kill-child");
    Runtime.getRuntime().addShutdownHook(killAtExit);
  }

  /** Starts a command, whose output goes behind what is in a file. */
  static ChildProcess start(List<String> command, Path folder, Path log) throws IOException {
    return new ChildProcess(
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(log.toFile()))
            .start(),
        log);
  }

  /** Starts a JVM with the class path of this one and the flags that Flink needs. */
  static ChildProcess startJvm(
      String name, Path folder, List<String> flags, Class<?> main, String... args)
      throws IOException {
    // In a file: the command line of a system may be too short for it.
    // Of each its own: one may be read while the next is written.
    Path classPath = folder.resolve(name + "-classpath.args");
    Files.writeString(
        classPath,
        "-cp \""
            + System.getProperty("java.class.path").replace("\\", "\\\\").replace("\"", "\\\"")
            + "\"");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(
        "@"
            + Path.of("../flink/src/main/resources/META-INF/summerbeam/FlinkRunner.jvm")
                .toAbsolutePath());
    command.addAll(flags);
    // They start in half of the time, and are killed before more would pay.
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")));
    command.add("-Djava.util.logging.SimpleFormatter.format=%1$tT.%1$tL %4$s %3$s: %5$s%6$s%n");
    command.add("@" + classPath);
    command.add(ChildMain.class.getName());
    command.add(main.getName());
    command.addAll(List.of(args));
    return start(command, folder, folder.resolve(name + ".log"));
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** {@code kill -9}. It has ended when this returns. */
  void kill() {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(killAtExit);
    } catch (IllegalStateException e) {
      // This JVM is ending, and the hook with it.
    }
  }

  String endOfLog() {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    } catch (IOException e) {
      return "(" + log + " cannot be read)";
    }
  }
}
