package io.summerbeam.benchmarks.arm;

import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One arm of a comparison. Its main method is one line: {@code Arm.run(args, MyArm::work)}.
 *
 * <p>The arguments are {@code --report=FILE}, which is for this class, and whatever the arm takes.
 * What the arm reports is its checksum and what the JVM has used by then: processor time, garbage
 * collections, bytes allocated. How long it took is measured by who starts it.
 */
public final class Arm {

  private static final String REPORT = "--report=";
  private static final Map<String, String> MORE = new ConcurrentHashMap<>();

  /** What an arm does: read, work, give every result to {@link Checksum}. */
  @FunctionalInterface
  public interface Work {
    /** Returns when all results are there. */
    void run(String... args) throws Exception;
  }

  private Arm() {}

  /** Does the work, writes the report, and ends the JVM: engines leave threads behind. */
  public static void run(String[] args, Work work) {
    try {
      Allocations allocations = Allocations.watch();
      List<String> rest = new ArrayList<>(Arrays.asList(args));
      rest.removeIf(argument -> argument.startsWith(REPORT));
      work.run(rest.toArray(new String[0]));
      for (String argument : args) {
        if (argument.startsWith(REPORT)) {
          report(Path.of(argument.substring(REPORT.length())), allocations);
        }
      }
    } catch (Throwable e) {
      // Whatever it was, this arm has no result, and who started it must see why.
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
    Runtime.getRuntime().halt(0);
  }

  /** Adds a figure to the report, for an arm that measures something itself. */
  public static void alsoReport(String name, String figure) {
    MORE.put(name, figure);
  }

  private static void report(Path file, Allocations allocations) throws IOException {
    Properties report = new Properties();
    report.putAll(MORE);
    report.setProperty("checksum", Checksum.text());
    report.setProperty("cpuNanos", Long.toString(cpuNanos()));
    report.setProperty("gcMillis", Long.toString(gcMillis()));
    report.setProperty("allocatedBytes", Long.toString(allocations.bytes()));
    try (Writer out = Files.newBufferedWriter(file)) {
      report.store(out, null);
    }
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static long gcMillis() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(bean -> Math.max(0, bean.getCollectionTime()))
        .sum();
  }
}
