package io.summerbeam.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The class paths that the build wrote, each resolved on its own. */
final class ClassPaths {

  /** A jar, and what is shown as the thing whose version its name holds. */
  private static final Map<String, Pattern> JARS = new LinkedHashMap<>();

  static {
    JARS.put("beam", Pattern.compile("beam-sdks-java-core-([\\d.]+)\\.jar"));
    JARS.put("flink", Pattern.compile("flink-streaming-java-([\\d.]+)\\.jar"));
    JARS.put("spark", Pattern.compile("spark-core_[\\d.]+-([\\d.]+)\\.jar"));
    JARS.put("kafka", Pattern.compile("kafka-streams-([\\d.]+)\\.jar"));
  }

  private final Path home;

  ClassPaths(Path home) {
    this.home = home;
  }

  /** The arms of the flights, on the class path of a runner: {@code flink}. */
  String flights(String runner) throws BenchException {
    return String.join(
        File.pathSeparator,
        classes("benchmarks/flights"),
        classes("benchmarks/arm"),
        written("samples/distribution/" + runner + "/target/classpath"));
  }

  /** The arm of native Flink, which needs the file connector beside what Beam brings. */
  String nativeFlink() throws BenchException {
    return String.join(
        File.pathSeparator,
        flights("flink"),
        written("benchmarks/flights/target/flink-connector.classpath"));
  }

  /** The arms of the latencies, on Flink. */
  String latency() throws BenchException {
    return String.join(
        File.pathSeparator,
        classes("benchmarks/latency"),
        written("benchmarks/latency/target/classpath"),
        flights("flink"));
  }

  /** The arms that mask, on the class path of a runner: {@code flink}. */
  String mask(String runner) throws BenchException {
    return String.join(File.pathSeparator, classes("benchmarks/mask"), flights(runner));
  }

  /** The arms that meet a table or a changelog, on Flink. */
  String enrich() throws BenchException {
    return String.join(File.pathSeparator, classes("benchmarks/enrich"), flights("flink"));
  }

  /** The arms that ask a database, on Flink. */
  String lookup() throws BenchException {
    return String.join(File.pathSeparator, enrich(), written("benchmarks/enrich/target/classpath"));
  }

  /** The arms of windows and duplicates, on the class path of a runner: {@code flink}. */
  String windows(String runner) throws BenchException {
    return String.join(File.pathSeparator, classes("benchmarks/windows"), flights(runner));
  }

  /** The arm of Flink SQL. */
  String flinkSql() throws BenchException {
    return String.join(
        File.pathSeparator, windows("flink"), written("benchmarks/windows/target/classpath"));
  }

  /** The classes of the flights and the JDK. */
  String flightsAlone() {
    return String.join(
        File.pathSeparator, classes("benchmarks/flights"), classes("benchmarks/arm"));
  }

  /** The arms of Kafka Streams. */
  String kafkaStreams() throws BenchException {
    return String.join(
        File.pathSeparator,
        classes("benchmarks/kafka-streams"),
        written("benchmarks/kafka-streams/target/classpath"));
  }

  /** The arms of the kernels, and JMH. */
  String kernels() throws BenchException {
    return String.join(
        File.pathSeparator,
        classes("benchmarks/kernels"),
        written("benchmarks/kernels/target/classpath"));
  }

  /** What a runner needs opened, as its {@code @file}; nothing where it needs nothing. */
  List<String> flags(String folder, String runner) {
    Path file =
        home.resolve("runners-config")
            .resolve(folder)
            .resolve("src/main/resources/META-INF/summerbeam/" + runner + ".jvm");
    return Files.exists(file) ? List.of("@" + file) : List.of();
  }

  /** The versions of what is compared, by the names of the jars. */
  Map<String, String> versions() {
    Map<String, String> versions = new TreeMap<>();
    Stream.of(
            "samples/distribution/direct",
            "samples/distribution/flink",
            "samples/distribution/spark",
            "benchmarks/kafka-streams")
        .map(module -> home.resolve(module).resolve("target/classpath"))
        .filter(Files::exists)
        .flatMap(ClassPaths::jars)
        .forEach(
            jar ->
                JARS.forEach(
                    (name, pattern) -> {
                      Matcher matcher = pattern.matcher(jar);
                      if (matcher.matches()) {
                        versions.put(name, matcher.group(1));
                      }
                    }));
    return versions;
  }

  private static Stream<String> jars(Path classPath) {
    try {
      return Stream.of(Files.readString(classPath).trim().split(File.pathSeparator, -1))
          .map(jar -> jar.substring(jar.lastIndexOf('/') + 1));
    } catch (IOException e) {
      return Stream.of();
    }
  }

  private String classes(String module) {
    return home.resolve(module).resolve("target/classes").toString();
  }

  private String written(String name) throws BenchException {
    Path file = home.resolve(name);
    try {
      return Files.readString(file).trim();
    } catch (IOException e) {
      throw new BenchException(
          "there is no class path " + file + "; ./summerbeam bench builds what writes it");
    }
  }
}
