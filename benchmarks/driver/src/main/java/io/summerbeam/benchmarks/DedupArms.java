package io.summerbeam.benchmarks;

import io.summerbeam.benchmarks.ArmSpec.Launch;
import io.summerbeam.benchmarks.BeamArms.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The arms that let events through once. A name is what was written and what it runs on: {@code
 * beam-flink} is by hand with a value and a timer for each id, {@code buckets-flink} by hand with
 * few keys that have a map each, {@code summerbeam-flink} ours, {@code native-flink-tuned} Flink
 * itself with a value that has a time to live. Those that end in {@code -state} are not timed, but
 * asked what they keep.
 */
final class DedupArms {

  /** The one that ours is measured against first. */
  static final String USUAL_BASE = "beam-flink";

  private static final String BY_HAND = "beam-";
  private static final String BUCKETS = "buckets-";
  private static final String OURS = "summerbeam-";
  private static final String NATIVE = "native-flink-tuned";
  private static final String STATE = "-state";
  private static final String TASK = "dedup";
  private static final String MAIN = "io.summerbeam.benchmarks.windows.dedup.";

  // A millisecond a key: with as many as the others like it would not end.
  private static final String BUCKETS_ON_DIRECT = "--buckets=4";

  private final ClassPaths classPaths;
  private final Jvm jvm;

  DedupArms(ClassPaths classPaths, Jvm jvm) {
    this.classPaths = classPaths;
    this.jvm = jvm;
  }

  /** All on Direct, for few ids. */
  List<ArmSpec> onDirect() throws BenchException {
    return three(Engine.DIRECT, BUCKETS_ON_DIRECT);
  }

  /** All on the others, in the order of the table. */
  List<ArmSpec> onOthers() throws BenchException {
    List<ArmSpec> arms = new ArrayList<>();
    arms.add(nativeFlink(NATIVE, TASK));
    arms.addAll(three(Engine.FLINK));
    arms.addAll(three(Engine.FLINK_BATCH));
    arms.addAll(three(Engine.SPARK));
    return arms;
  }

  /** Those that are asked what they keep. */
  List<ArmSpec> ofState() throws BenchException {
    String where = Engine.FLINK.text + STATE;
    String measuring = "--measuringState=true";
    BeamArms beam = beam(TASK + STATE);
    return List.of(
        nativeFlink(NATIVE + STATE, TASK + STATE, measuring),
        beam.arm(BY_HAND + where, Engine.FLINK, null, "--dropping=VALUE_STATE", measuring),
        beam.arm(BUCKETS + where, Engine.FLINK, null, "--dropping=BUCKETS", measuring),
        beam.arm(OURS + where, Engine.FLINK, null, "--dropping=SUMMERBEAM", measuring));
  }

  /** Whether it is one of those. */
  static boolean isOfState(ArmSpec arm) {
    return arm.task().startsWith(TASK + STATE);
  }

  /** Of ours against both by hand, and against Flink itself. */
  static List<Ratio> ratios(List<ArmResult> results, List<Integer> keys) {
    Map<String, ArmResult> byName =
        results.stream().collect(Collectors.toMap(r -> r.arm().name(), Function.identity()));
    List<Ratio> ratios = new ArrayList<>();
    for (int number : keys) {
      String where = "@" + number + "-keys";
      for (Engine engine : Engine.values()) {
        ArmResult ours = byName.get(OURS + engine.text + where);
        Stream.of(BY_HAND + engine.text, BUCKETS + engine.text, NATIVE)
            .filter(other -> engine == Engine.FLINK || !other.equals(NATIVE))
            .forEach(
                other -> {
                  ArmResult against = byName.get(other + where);
                  if (ours != null && against != null) {
                    ratios.add(Ratio.of(ours, against));
                  }
                });
      }
    }
    return ratios;
  }

  private List<ArmSpec> three(Engine engine, String... more) throws BenchException {
    BeamArms beam = beam(TASK);
    String byHand = BY_HAND + engine.text;
    List<String> buckets = new ArrayList<>(List.of("--dropping=BUCKETS"));
    buckets.addAll(List.of(more));
    return List.of(
        beam.arm(byHand, engine, null, "--dropping=VALUE_STATE"),
        beam.arm(BUCKETS + engine.text, engine, byHand, buckets.toArray(new String[0])),
        beam.arm(OURS + engine.text, engine, byHand, "--dropping=SUMMERBEAM"));
  }

  private BeamArms beam(String task) {
    return new BeamArms(task, MAIN + "DedupArm", classPaths, jvm);
  }

  private ArmSpec nativeFlink(String name, String task, String... more) throws BenchException {
    List<String> arguments = new ArrayList<>(List.of("--objectReuse=true"));
    arguments.addAll(List.of(more));
    return new ArmSpec(
        name,
        "streaming, one task, --objectReuse=true",
        task,
        null,
        jvm,
        new Launch(
            classPaths.windows("flink"),
            classPaths.flags("flink", "FlinkRunner"),
            MAIN + "FlinkDedupArm",
            arguments));
  }
}
