package io.summerbeam.benchmarks.kernels;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Measures arms: {@code --report=FILE --arms=NAME,NAME --rounds=N --warmups=N --iterations=N
 * --millis=N}.
 *
 * <p>In each round every arm runs once, in a JVM of its own, so that what comes over the machine
 * comes over all arms. The report is JMH's JSON, with a fork for each round.
 */
public final class KernelsMain {

  private KernelsMain() {}

  /** Runs the arms; an exception ends it with code 1. */
  public static void main(String[] args) throws IOException, RunnerException {
    Map<String, String> options = options(args);
    List<String> arms = List.of(option(options, "arms").split(",", -1));
    Map<String, Kernel> kernels = new LinkedHashMap<>();
    arms.forEach(arm -> kernels.put(arm, Kernels.make(arm)));
    String checksum = Outputs.mustAgree(kernels);

    Map<String, BenchmarkParams> params = new LinkedHashMap<>();
    Map<String, List<BenchmarkResult>> results = new LinkedHashMap<>();
    List<String> order = new ArrayList<>(arms);
    for (int round = 0; round < number(options, "rounds"); round++) {
      for (String arm : order) {
        for (RunResult result : run(arm, options)) {
          params.put(arm, result.getParams());
          results.computeIfAbsent(arm, a -> new ArrayList<>()).addAll(result.getBenchmarkResults());
        }
      }
      // None has always the same one before it.
      Collections.rotate(order, -1);
    }
    List<RunResult> merged = new ArrayList<>();
    params.forEach((arm, each) -> merged.add(new RunResult(each, results.get(arm))));
    report(Path.of(option(options, "report")), merged, checksum);
  }

  private static Collection<RunResult> run(String arm, Map<String, String> options)
      throws RunnerException {
    TimeValue time = TimeValue.milliseconds(number(options, "millis"));
    return new Runner(
            new OptionsBuilder()
                .include(BundleBenchmark.class.getName())
                .param("arm", arm)
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(1)
                .warmupIterations(number(options, "warmups"))
                .warmupTime(time)
                .measurementIterations(number(options, "iterations"))
                .measurementTime(time)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .build())
        .run();
  }

  private static void report(Path file, List<RunResult> results, String checksum)
      throws IOException {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(json, false, StandardCharsets.UTF_8)) {
      ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
    }
    Properties report = new Properties();
    report.setProperty("checksum", checksum);
    report.setProperty("jmh", json.toString(StandardCharsets.UTF_8));
    try (Writer out = Files.newBufferedWriter(file)) {
      report.store(out, null);
    }
  }

  private static Map<String, String> options(String... args) {
    Map<String, String> options = new HashMap<>();
    for (String arg : args) {
      int equals = arg.indexOf('=');
      if (!arg.startsWith("--") || equals < 0) {
        throw new IllegalArgumentException("an argument must be --name=value, but was: " + arg);
      }
      options.put(arg.substring(2, equals), arg.substring(equals + 1));
    }
    return options;
  }

  private static int number(Map<String, String> options, String name) {
    return Integer.parseInt(option(options, name));
  }

  private static String option(Map<String, String> options, String name) {
    String value = options.get(name);
    if (value == null) {
      throw new IllegalArgumentException("--" + name + " must be given");
    }
    return value;
  }
}
