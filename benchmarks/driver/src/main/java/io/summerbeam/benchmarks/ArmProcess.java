package io.summerbeam.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Starts an arm in a JVM of its own and waits for its end.
 *
 * <p>Each has an empty folder as its current directory and for its temporary files, which is gone
 * afterwards: an arm ends without cleaning up. The folder of one that failed stays, with its log.
 */
final class ArmProcess {

  /**
   * How a JVM ended that did its work.
   *
   * @param wallNanos from the start of the process to its end
   * @param report what it wrote to the file of {@code --report}
   */
  record Ended(long wallNanos, Properties report) {}

  private static final int LINES_SHOWN = 15;

  // What an arm has counted itself begins with it.
  private static final String COUNT = "count.";

  private final Path runs;
  private final Path home;
  private final Duration timeout;

  /** Below {@code runs} each run gets a folder; {@code home} is where Summerbeam is. */
  ArmProcess(Path runs, Path home, Duration timeout) {
    this.runs = runs;
    this.home = home;
    this.timeout = timeout;
  }

  /** Runs an arm over a workload and returns what it reported. */
  ArmRun run(ArmSpec arm, Workload workload, int round)
      throws BenchException, InterruptedException {
    Ended ended = start(arm, workload, round);
    return new ArmRun(
        arm.name(),
        arm.task(),
        workload.records(),
        round,
        ended.wallNanos(),
        number(arm, ended.report(), "cpuNanos"),
        number(arm, ended.report(), "gcMillis"),
        number(arm, ended.report(), "allocatedBytes"),
        text(arm, ended.report(), "checksum"),
        counts(arm, ended.report()));
  }

  /** Runs an arm that reports something else than a comparison of costs asks for. */
  Ended start(ArmSpec arm, Workload workload, int round)
      throws BenchException, InterruptedException {
    Path folder = runs.resolve(arm.name() + "-" + workload.records() + "-" + round);
    try {
      Files.createDirectories(folder);
      Ended ended = start(arm, workload, folder);
      Folders.delete(folder);
      return ended;
    } catch (IOException e) {
      throw new BenchException(
          "arm " + arm.name() + " could not be started in " + folder + ": " + e);
    }
  }

  private Ended start(ArmSpec arm, Workload workload, Path folder)
      throws IOException, BenchException, InterruptedException {
    Path log = folder.resolve("log");
    Path report = folder.resolve("report");
    ProcessBuilder builder =
        new ProcessBuilder(command(arm, workload, folder, report))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(new File("/dev/null"));
    long begin = System.nanoTime();
    Process process = builder.start();
    // Who interrupts the driver does not want the arm to go on.
    Thread killer = new Thread(() -> kill(process));
    Runtime.getRuntime().addShutdownHook(killer);
    boolean inTime;
    long end;
    try {
      inTime = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
      end = System.nanoTime();
    } finally {
      kill(process);
      process.waitFor();
      Runtime.getRuntime().removeShutdownHook(killer);
    }
    if (!inTime) {
      throw failed(
          arm, "did not end within " + timeout.toSeconds() + " s (--timeout gives it more)", log);
    }
    if (process.exitValue() != 0) {
      throw failed(arm, "ended with code " + process.exitValue(), log);
    }
    if (!Files.exists(report)) {
      throw failed(arm, "ended with code 0 but wrote no report, which Arm.run does", log);
    }
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(report)) {
      properties.load(in);
    }
    return new Ended(end - begin, properties);
  }

  // JMH measures in JVMs of its own, which would go on.
  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private List<String> command(ArmSpec arm, Workload workload, Path folder, Path report) {
    List<String> command = new ArrayList<>(Cores.prefix(arm.jvm().cores()));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arm.jvm().allFlags());
    command.addAll(arm.launch().flags());
    command.add("-Djava.io.tmpdir=" + folder);
    command.add("-Dsummerbeam.home=" + home);
    command.add("-cp");
    command.add(arm.launch().classPath());
    command.add(arm.launch().mainClass());
    command.add("--report=" + report);
    command.addAll(workload.arguments());
    command.addAll(arm.launch().arguments());
    return command;
  }

  private static BenchException failed(ArmSpec arm, String how, Path log) throws IOException {
    // Where an exception came from is in the log; what it said is what is wanted here.
    List<String> lines =
        new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.startsWith("\tat "))
            .toList();
    List<String> last = lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size());
    return new BenchException(
        "no result: arm "
            + arm.name()
            + " "
            + how
            + ". Its last lines (all of them: "
            + log
            + "):\n  "
            + String.join("\n  ", last));
  }

  private static Map<String, Long> counts(ArmSpec arm, Properties report) throws BenchException {
    Map<String, Long> counts = new TreeMap<>();
    for (String key : report.stringPropertyNames()) {
      if (key.startsWith(COUNT)) {
        counts.put(key.substring(COUNT.length()), number(arm, report, key));
      }
    }
    return counts;
  }

  private static long number(ArmSpec arm, Properties report, String key) throws BenchException {
    String value = text(arm, report, key);
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new BenchException(
          "arm " + arm.name() + " reported " + key + " = '" + value + "', which must be a number");
    }
  }

  private static String text(ArmSpec arm, Properties report, String key) throws BenchException {
    String value = report.getProperty(key);
    if (value == null) {
      throw new BenchException(
          "arm " + arm.name() + " did not report " + key + ", but only " + report.keySet());
    }
    return value;
  }
}
