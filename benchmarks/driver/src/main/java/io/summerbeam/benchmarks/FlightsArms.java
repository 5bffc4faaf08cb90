package io.summerbeam.benchmarks;

import io.summerbeam.benchmarks.ArmSpec.Launch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The arms of the flights job. A name is what was written and what it runs on: {@code beam-spark}
 * is by hand, {@code summerbeam-spark} is ours, and {@code nothing-spark} what the engine costs to
 * read and count the lines.
 */
final class FlightsArms {

  /** The limit: a loop. */
  static final String PLAIN = "plain";

  private static final String MAIN = "io.summerbeam.benchmarks.flights.";
  private static final String JOB = "flights";
  private static final String OURS = "summerbeam";
  private static final String BY_HAND = "beam";
  private static final String NOTHING = "nothing";

  // Starting an engine takes seconds, and a small run is to end within three minutes on two cores.
  private static final Set<String> FEW =
      Set.of(
          PLAIN,
          "native-flink-tuned",
          "nothing-flink-tuned",
          "beam-flink-tuned",
          "summerbeam-flink-tuned",
          "beam-spark",
          "summerbeam-spark");

  private static final Set<String> OVER_KEYS =
      Set.of(PLAIN, "native-flink-tuned", "beam-flink-tuned", "summerbeam-flink-tuned");

  private final ClassPaths classPaths;
  private final Jvm jvm;

  FlightsArms(ClassPaths classPaths, Jvm jvm) {
    this.classPaths = classPaths;
    this.jvm = jvm;
  }

  /** All of them, in the order of the table. */
  List<ArmSpec> all() throws BenchException {
    List<ArmSpec> arms = new ArrayList<>();
    arms.add(plain());
    arms.add(nativeFlink("native-flink", false, 1));
    arms.add(nativeFlink("native-flink-tuned", true, 1));
    arms.add(kafkaStreams("kafka-streams", "default"));
    arms.add(kafkaStreams("kafka-streams-tuned", "tuned"));
    arms.addAll(direct());
    arms.addAll(flink("flink", flinkStreaming(false, 1)));
    arms.addAll(flink("flink-tuned", flinkStreaming(true, 1)));
    arms.addAll(flink("flink-batch", flinkBatch()));
    arms.addAll(spark());
    return arms;
  }

  /** Those that a small run has time for: who competes on Flink and Spark, in the tuned setting. */
  List<ArmSpec> few() throws BenchException {
    return all().stream().filter(arm -> FEW.contains(arm.name())).toList();
  }

  /** What is compared over more and more keys: the loop, whose table is a HashMap, and Flink. */
  List<ArmSpec> overKeys() throws BenchException {
    return all().stream().filter(arm -> OVER_KEYS.contains(arm.name())).toList();
  }

  /** Ours, by hand, and native, tuned, with a task for each processor. */
  List<ArmSpec> onFlinkTuned() throws BenchException {
    List<ArmSpec> arms = new ArrayList<>();
    arms.add(nativeFlink("native-flink", true, jvm.cores()));
    flink("flink", flinkStreaming(true, jvm.cores())).stream()
        .filter(arm -> !arm.name().startsWith(NOTHING))
        .forEach(arms::add);
    return arms.stream().map(arm -> arm.onCores(jvm.cores())).toList();
  }

  private ArmSpec plain() throws BenchException {
    return new ArmSpec(
        PLAIN,
        "one thread",
        JOB,
        null,
        jvm,
        new Launch(classPaths.flights("direct"), List.of(), MAIN + "plain.PlainArm", List.of()));
  }

  private ArmSpec nativeFlink(String name, boolean objectReuse, int parallelism)
      throws BenchException {
    List<String> arguments =
        List.of("--mode=streaming", "--parallelism=" + parallelism, "--objectReuse=" + objectReuse);
    return new ArmSpec(
        name,
        String.join(" ", arguments),
        JOB,
        null,
        jvm,
        new Launch(
            classPaths.nativeFlink(),
            classPaths.flags("flink", "FlinkRunner"),
            MAIN + "flink.FlinkArm",
            arguments));
  }

  private ArmSpec kafkaStreams(String name, String setting) throws BenchException {
    return new ArmSpec(
        name,
        "TopologyTestDriver, --setting=" + setting,
        JOB,
        null,
        jvm,
        new Launch(
            classPaths.kafkaStreams(),
            List.of(),
            "io.summerbeam.benchmarks.kafkastreams.KafkaStreamsArm",
            List.of("--setting=" + setting)));
  }

  private List<ArmSpec> direct() throws BenchException {
    List<String> options =
        List.of(
            "--runner=DirectRunner",
            "--enforceImmutability=false",
            "--enforceEncodability=false",
            "--targetParallelism=" + jvm.cores());
    List<String> byHand = new ArrayList<>(options);
    // A millisecond a key: with as many as Flink likes it would not end.
    byHand.add("--buckets=4");
    String classPath = classPaths.flights("direct");
    return three("direct", classPath, List.of(), options, byHand);
  }

  private List<ArmSpec> flink(String where, List<String> options) throws BenchException {
    return three(
        where,
        classPaths.flights("flink"),
        classPaths.flags("flink", "FlinkRunner"),
        options,
        options);
  }

  private static List<String> flinkStreaming(boolean tuned, int parallelism) {
    // Said in any case: our profile sets it where nothing is said.
    return List.of(
        "--runner=FlinkRunner",
        "--streaming",
        "--parallelism=" + parallelism,
        "--objectReuse=" + tuned);
  }

  private static List<String> flinkBatch() {
    return List.of(
        "--runner=FlinkRunner", "--parallelism=1", "--fasterCopy=true", "--objectReuse=true");
  }

  private List<ArmSpec> spark() throws BenchException {
    List<String> options =
        List.of("--runner=SparkRunner", "--sparkMaster=local[" + jvm.cores() + "]");
    String classPath = classPaths.flights("spark");
    List<String> flags = classPaths.flags("spark", "SparkRunner");
    List<ArmSpec> arms = new ArrayList<>(three("spark", classPath, flags, options, options));
    // Beam keeps the whole output of a step that has two, so bad records cost more than elsewhere.
    List<String> withDeadLetters = new ArrayList<>(options);
    withDeadLetters.add("--deadLetters");
    arms.add(
        arm(
            BY_HAND + "-spark-dead-letters",
            JOB,
            null,
            new Launch(classPath, flags, MAIN + "beam.BeamArm", withDeadLetters)));
    return arms;
  }

  private List<ArmSpec> three(
      String where,
      String classPath,
      List<String> flags,
      List<String> options,
      List<String> optionsByHand) {
    String byHand = BY_HAND + "-" + where;
    return List.of(
        arm(
            NOTHING + "-" + where,
            NOTHING,
            null,
            new Launch(classPath, flags, MAIN + "nothing.NothingArm", options)),
        arm(byHand, JOB, null, new Launch(classPath, flags, MAIN + "beam.BeamArm", optionsByHand)),
        arm(
            OURS + "-" + where,
            JOB,
            byHand,
            new Launch(classPath, flags, MAIN + "summerbeam.SummerbeamArm", options)));
  }

  // The options of a runner are its setting.
  private ArmSpec arm(String name, String task, @Nullable String rival, Launch launch) {
    return new ArmSpec(name, String.join(" ", launch.arguments()), task, rival, jvm, launch);
  }
}
