package io.summerbeam.benchmarks;

import io.summerbeam.benchmarks.ArmSpec.Launch;
import java.util.List;

/**
 * The arms that join a stream with a table that changes: Kafka Streams, ours by state and timers
 * and by windows, and what it costs Beam on Flink to read both.
 */
final class TableJoinArms {

  /** The one that ours is measured against first. */
  static final String USUAL_BASE = "kafka-streams";

  private static final String TASK = "table-join";

  private final ClassPaths classPaths;
  private final Jvm jvm;

  TableJoinArms(ClassPaths classPaths, Jvm jvm) {
    this.classPaths = classPaths;
    this.jvm = jvm;
  }

  /** All of them, in the order of the table. */
  List<ArmSpec> all() throws BenchException {
    FlinkArms flink =
        new FlinkArms(
            TASK,
            classPaths.enrich(),
            classPaths.flags(FlinkArms.FLINK, "FlinkRunner"),
            "io.summerbeam.benchmarks.enrich.changelog.ChangelogArm",
            jvm);
    List<String> untuned = FlinkArms.options(false);
    List<String> tuned = FlinkArms.options(true);
    return List.of(
        kafkaStreams(USUAL_BASE, "default"),
        kafkaStreams(USUAL_BASE + "-tuned", "tuned"),
        flink.arm("nothing", "nothing-flink-tuned", "--joining=NOTHING", null, tuned),
        flink.arm("summerbeam-flink", "--joining=STATE", null, untuned),
        flink.arm("summerbeam-flink-tuned", "--joining=STATE", null, tuned),
        flink.arm("summerbeam-windows-flink-tuned", "--joining=WINDOWS", null, tuned));
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
            "io.summerbeam.benchmarks.kafkastreams.TableJoinArm",
            List.of("--setting=" + setting)));
  }
}
