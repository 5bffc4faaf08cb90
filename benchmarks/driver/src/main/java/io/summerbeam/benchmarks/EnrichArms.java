package io.summerbeam.benchmarks;

import io.summerbeam.benchmarks.ArmSpec.Launch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The arms whose records meet a table in memory. A table comes in one of two ways, and each has
 * three arms: who passes records through, who looks them up in a HashMap by hand, and ours.
 *
 * <ul>
 *   <li>{@code pass, beam-map, summerbeam-snapshot}: the DoFn has it in itself
 *   <li>{@code pass-side, beam-side, summerbeam-table}: it is a side input. A step with one has two
 *       inputs, and Flink does not chain it to its source: that costs a copy of the record.
 * </ul>
 *
 * <p>Beside them native Flink with broadcast state.
 */
final class EnrichArms {

  /** The one that the others are measured against first. */
  static final String USUAL_BASE = "pass-flink";

  private static final String MAIN = "io.summerbeam.benchmarks.enrich.table.";
  private static final String NATIVE = "native-broadcast-flink";
  private static final String TASK = "enrich";
  private static final String PASS_TASK = "pass";

  /** Three arms of which each does what the one before does, and more or otherwise. */
  private record Three(String pass, String byHand, String ours) {}

  private static final List<Three> THREES =
      List.of(
          new Three(USUAL_BASE, "beam-map-flink", "summerbeam-snapshot-flink"),
          new Three("pass-side-flink", "beam-side-flink", "summerbeam-table-flink"));

  private final ClassPaths classPaths;
  private final Jvm jvm;

  EnrichArms(ClassPaths classPaths, Jvm jvm) {
    this.classPaths = classPaths;
    this.jvm = jvm;
  }

  /** All of them over a table of so many keys, which is in their names. */
  List<ArmSpec> all(int keys) throws BenchException {
    String classPath = classPaths.enrich();
    List<String> flags = classPaths.flags(FlinkArms.FLINK, "FlinkRunner");
    FlinkArms flink = new FlinkArms(TASK, classPath, flags, MAIN + "TableArm", jvm);
    List<String> options = FlinkArms.options(true);
    List<ArmSpec> arms = new ArrayList<>();
    for (Three three : THREES) {
      boolean side = !three.pass().equals(USUAL_BASE);
      arms.add(
          flink.arm(
              PASS_TASK,
              three.pass(),
              "--enriching=" + (side ? "PASS_SIDE" : "PASS"),
              null,
              options));
      arms.add(flink.arm(three.byHand(), "--enriching=" + (side ? "SIDE" : "MAP"), null, options));
      arms.add(
          flink.arm(
              three.ours(),
              "--enriching=" + (side ? "TABLE" : "SNAPSHOT"),
              three.byHand(),
              options));
    }
    arms.add(
        new ArmSpec(
            NATIVE,
            "streaming, one task, objects reused",
            TASK,
            null,
            jvm,
            new Launch(classPath, flags, MAIN + "BroadcastArm", List.of())));
    return arms.stream().map(arm -> arm.overKeys(keys)).toList();
  }

  /** Of ours against by hand: the whole, and what both cost beyond passing through. */
  static List<Ratio> ratios(List<ArmResult> results, List<Integer> tables) {
    Map<String, ArmResult> byName =
        results.stream().collect(Collectors.toMap(r -> r.arm().name(), Function.identity()));
    List<Ratio> ratios = new ArrayList<>();
    for (int keys : tables) {
      String where = "@" + keys + "-keys";
      for (Three three : THREES) {
        ArmResult pass = byName.get(three.pass() + where);
        ArmResult byHand = byName.get(three.byHand() + where);
        ArmResult ours = byName.get(three.ours() + where);
        if (ours != null && byHand != null) {
          ratios.add(Ratio.of(ours, byHand));
          if (pass != null) {
            ratios.add(Ratio.ofOwn(ours, pass, byHand, pass));
          }
        }
      }
    }
    return ratios;
  }
}
