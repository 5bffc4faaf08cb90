package io.summerbeam.contract;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Starts a JVM with the class path and flags of one runner, as {@code ./summerbeam} does. */
final class RunnerProcess {

  /** The runners that work on this machine. */
  enum Runner {
    DIRECT("direct", "DirectRunner"),
    FLINK("flink", "FlinkRunner"),
    SPARK("spark", "SparkRunner");

    final String folder;
    final String option;

    Runner(String folder, String option) {
      this.folder = folder;
      this.option = option;
    }
  }

  /** How a process ended. */
  record Ended(int exitCode, String out, String err) {

    /** The end of what it said: a whole log of Spark's has hundreds of thousands of lines. */
    String lastWords() {
      return end(out) + end(err);
    }
  }

  static final Path HOME = Path.of("").toAbsolutePath().resolve("../..").normalize();

  private static final long MINUTES = 8;
  private static final int LAST_CHARACTERS = 20_000;

  private final Runner runner;
  // Short runs: the optimizing compiler would cost them more than it gives.
  private final List<String> jvmFlags =
      new ArrayList<>(List.of("-Xmx2g", "-XX:TieredStopAtLevel=1"));
  private final List<String> extraClassPath = new ArrayList<>();
  private String distribution;

  RunnerProcess(Runner runner) {
    this.runner = runner;
    this.distribution = runner.folder;
  }

  /** Takes the class path with what writes to BigQuery. */
  RunnerProcess withBigQuery() {
    distribution = runner.folder + "-bigquery";
    return this;
  }

  /** Puts the classes of these tests on the class path as well. */
  RunnerProcess withTestClasses() {
    extraClassPath.add(Path.of("target/test-classes").toAbsolutePath().toString());
    return this;
  }

  /** Puts the jar, or the folder, that a class is from on the class path as well. */
  RunnerProcess withJarOf(Class<?> type) throws URISyntaxException {
    extraClassPath.add(
        Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
    return this;
  }

  /** Adds a flag of the JVM. */
  RunnerProcess withJvmFlag(String flag) {
    jvmFlags.add(flag);
    return this;
  }

  /** Runs a main class to its end in a folder. */
  Ended run(Path folder, String mainClass, String... args) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmFlags);
    command.addAll(engineFlags());
    command.add("-Dsummerbeam.home=" + HOME);
    command.add("-cp");
    command.add(classPath());
    command.add(mainClass);
    command.addAll(List.of(args));
    Path out = Files.createTempFile(folder, "stdout", ".txt");
    Path err = Files.createTempFile(folder, "stderr", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .redirectInput(new File("/dev/null"))
            .start();
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError(
          runner + " did not end within " + MINUTES + " minutes:\n" + end(Files.readString(err)));
    }
    Ended ended = new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    Files.delete(out);
    Files.delete(err);
    return ended;
  }

  /** Runs processes two at a time, as most wait as long as they work. */
  static List<Ended> all(List<Callable<Ended>> processes) throws Exception {
    ExecutorService two = Executors.newFixedThreadPool(2);
    try {
      List<Ended> ended = new ArrayList<>();
      for (Future<Ended> each : two.invokeAll(processes)) {
        ended.add(each.get());
      }
      return ended;
    } finally {
      two.shutdownNow();
    }
  }

  /** The class path that a distribution wrote, behind what was added. */
  String classPath() throws IOException {
    Path folder = HOME.resolve("samples/distribution").resolve(distribution);
    List<String> path = new ArrayList<>(extraClassPath);
    path.add(Files.readString(folder.resolve("target/classpath")).trim());
    return String.join(File.pathSeparator, path);
  }

  private static String end(String log) {
    return log.substring(Math.max(0, log.length() - LAST_CHARACTERS));
  }

  private List<String> engineFlags() throws IOException {
    Path flags =
        HOME.resolve("runners-config")
            .resolve(runner.folder)
            .resolve("src/main/resources/META-INF/summerbeam/" + runner.option + ".jvm");
    // The Direct runner needs none.
    return Files.exists(flags) ? List.of("@" + flags) : List.of();
  }
}
