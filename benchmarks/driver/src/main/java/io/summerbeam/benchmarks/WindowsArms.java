package io.summerbeam.benchmarks;

import io.summerbeam.benchmarks.ArmSpec.Launch;
import io.summerbeam.benchmarks.BeamArms.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The arms that count and sum up readings in windows. A name is what was written and what it runs
 * on: {@code beam-flink} is by hand, {@code summerbeam-flink} ours, {@code group-flink} Beam's own
 * for records with a schema; {@code native-flink} and {@code sql-flink} are Flink's two APIs;
 * {@code plain} is a loop over a HashMap. Those that end in {@code -sliding} have windows that
 * overlap.
 */
final class WindowsArms {

  /** The one that ours is measured against first. */
  static final String USUAL_BASE = "beam-flink";

  private static final String PLAIN = "plain";
  private static final String BY_HAND = "beam-";
  private static final String OURS = "summerbeam-";
  private static final String GROUP = "group-";
  private static final String NATIVE = "native-flink";
  private static final String SQL = "sql-flink";
  private static final String TUNED = "-tuned";
  private static final String SLIDING = "-sliding";
  private static final String TASK = "windows";
  private static final String MAIN = "io.summerbeam.benchmarks.windows.";

  private static final int FEW_KEYS = 1_000;
  private static final int MANY_KEYS = 100_000;

  // Starting an engine takes seconds, and a round is to end in a quarter of an hour: over more keys
  // than these, arms run that are named. The Direct runner takes a millisecond for a key.
  private static final Map<String, Integer> USUAL_UP_TO =
      Map.ofEntries(
          Map.entry(BY_HAND + Engine.DIRECT.text, FEW_KEYS),
          Map.entry(OURS + Engine.DIRECT.text, FEW_KEYS),
          Map.entry(GROUP + Engine.DIRECT.text, FEW_KEYS),
          Map.entry(GROUP + Engine.FLINK_BATCH.text, FEW_KEYS),
          Map.entry("kafka-streams", FEW_KEYS),
          Map.entry(NATIVE, FEW_KEYS),
          Map.entry(SQL, FEW_KEYS),
          Map.entry(BY_HAND + Engine.FLINK_BATCH.text, MANY_KEYS),
          Map.entry(OURS + Engine.FLINK_BATCH.text, MANY_KEYS),
          Map.entry(GROUP + Engine.FLINK.text, MANY_KEYS),
          Map.entry(GROUP + Engine.SPARK.text, MANY_KEYS),
          Map.entry("kafka-streams" + TUNED, MANY_KEYS));

  private final ClassPaths classPaths;
  private final Jvm jvm;

  WindowsArms(ClassPaths classPaths, Jvm jvm) {
    this.classPaths = classPaths;
    this.jvm = jvm;
  }

  /** All of windows that follow each other, in the order of the table; any keys. */
  List<ArmSpec> fixed() throws BenchException {
    List<ArmSpec> arms = new ArrayList<>();
    arms.add(
        new ArmSpec(
            PLAIN,
            "one thread",
            TASK,
            null,
            jvm,
            new Launch(
                classPaths.windows("direct"), List.of(), MAIN + "plain.PlainArm", List.of())));
    arms.add(dataStream(NATIVE, TASK, "--objectReuse=false"));
    arms.add(dataStream(NATIVE + TUNED, TASK, "--objectReuse=true"));
    arms.add(sql(SQL, TASK, "--objectReuse=false"));
    arms.add(sql(SQL + TUNED, TASK, "--objectReuse=true", "--miniBatch=true", "--twoPhase=true"));
    arms.add(kafkaStreams("kafka-streams", "default"));
    arms.add(kafkaStreams("kafka-streams" + TUNED, "tuned"));
    BeamArms beam = new BeamArms(TASK, MAIN + "aggregate.WindowsArm", classPaths, jvm);
    for (Engine engine : Engine.values()) {
      String byHand = BY_HAND + engine.text;
      arms.add(beam.arm(byHand, engine, null, "--grouping=BY_HAND"));
      arms.add(beam.arm(GROUP + engine.text, engine, byHand, "--grouping=GROUP"));
      arms.add(beam.arm(OURS + engine.text, engine, byHand, "--grouping=SUMMERBEAM"));
    }
    return arms;
  }

  /** All of windows that overlap: who competes on Flink, tuned; any keys. */
  List<ArmSpec> sliding() throws BenchException {
    String task = TASK + SLIDING;
    BeamArms beam = new BeamArms(task, MAIN + "aggregate.WindowsArm", classPaths, jvm);
    String byHand = BY_HAND + Engine.FLINK.text + SLIDING;
    return List.of(
        dataStream(NATIVE + TUNED + SLIDING, task, "--objectReuse=true", "--sliding=true"),
        sql(
            SQL + TUNED + SLIDING,
            task,
            "--objectReuse=true",
            "--miniBatch=true",
            "--twoPhase=true",
            "--sliding=true"),
        beam.arm(byHand, Engine.FLINK, null, "--grouping=BY_HAND", "--sliding"),
        beam.arm(
            OURS + Engine.FLINK.text + SLIDING,
            Engine.FLINK,
            byHand,
            "--grouping=SUMMERBEAM",
            "--sliding"));
  }

  /** Whether an arm runs over so many keys without being named. */
  static boolean isUsual(ArmSpec arm, int keys) {
    return keys <= USUAL_UP_TO.getOrDefault(arm.name(), Integer.MAX_VALUE);
  }

  /** Whether an arm is of those that a small run has time for: who competes on Flink, tuned. */
  static boolean isOfFew(ArmSpec arm) {
    return arm.name().equals(PLAIN)
        || arm.name().startsWith(NATIVE + TUNED)
        || arm.name().startsWith(SQL + TUNED)
        || arm.name().matches("(beam|group|summerbeam)-flink(-sliding)?");
  }

  /**
   * Whether an arm must read more than the others: a record costs it little, or its engine compiles
   * so much at first that a short run measures nothing else.
   */
  static boolean needsMany(ArmSpec arm) {
    return arm.name().matches("(plain|native-flink|sql-flink)\\b.*|[a-z]+-(spark|direct)");
  }

  /** Whether its windows overlap. */
  static boolean isSliding(ArmSpec arm) {
    return arm.task().startsWith(TASK + SLIDING);
  }

  /** Of ours against by hand, Beam's Group, and Flink itself. */
  static List<Ratio> ratios(List<ArmResult> results, List<Integer> keys) {
    Map<String, ArmResult> byName =
        results.stream().collect(Collectors.toMap(r -> r.arm().name(), Function.identity()));
    List<Ratio> ratios = new ArrayList<>();
    for (int number : keys) {
      String where = "@" + number + "-keys";
      for (Engine engine : Engine.values()) {
        for (String other : List.of(BY_HAND + engine.text, GROUP + engine.text)) {
          add(ratios, byName.get(OURS + engine.text + where), byName.get(other + where));
        }
      }
      for (String kind : List.of("", SLIDING)) {
        String ours = OURS + Engine.FLINK.text + kind + where;
        if (!kind.isEmpty()) {
          add(ratios, byName.get(ours), byName.get(BY_HAND + Engine.FLINK.text + kind + where));
        }
        for (String other : List.of(NATIVE + TUNED + kind, SQL + TUNED + kind)) {
          add(ratios, byName.get(ours), byName.get(other + where));
        }
      }
    }
    return ratios;
  }

  private static void add(
      List<Ratio> ratios, @Nullable ArmResult arm, @Nullable ArmResult against) {
    if (arm != null && against != null) {
      ratios.add(Ratio.of(arm, against));
    }
  }

  private ArmSpec kafkaStreams(String name, String setting) throws BenchException {
    return new ArmSpec(
        name,
        "TopologyTestDriver, --setting=" + setting,
        TASK,
        null,
        jvm,
        new Launch(
            classPaths.kafkaStreams(),
            List.of(),
            "io.summerbeam.benchmarks.kafkastreams.WindowsArm",
            List.of("--setting=" + setting)));
  }

  private ArmSpec dataStream(String name, String task, String... arguments) throws BenchException {
    return flink(name, task, classPaths.windows("flink"), "flink.DataStreamArm", arguments);
  }

  private ArmSpec sql(String name, String task, String... arguments) throws BenchException {
    return flink(name, task, classPaths.flinkSql(), "flink.SqlArm", arguments);
  }

  private ArmSpec flink(
      String name, String task, String classPath, String mainClass, String... arguments) {
    return new ArmSpec(
        name,
        String.join(" ", arguments),
        task,
        null,
        jvm,
        new Launch(
            classPath,
            classPaths.flags("flink", "FlinkRunner"),
            MAIN + mainClass,
            List.of(arguments)));
  }
}
