package io.summerbeam.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class WindowsArmsTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private WindowsArms arms;

  @Before
  public void writeClassPaths() throws Exception {
    Fakes.writeClassPath(folder, "samples/distribution/direct");
    Fakes.writeClassPath(folder, "samples/distribution/flink");
    Fakes.writeClassPath(folder, "samples/distribution/spark");
    Fakes.writeClassPath(folder, "benchmarks/kafka-streams");
    Fakes.writeClassPath(folder, "benchmarks/windows");
    arms = new WindowsArms(new ClassPaths(folder.getRoot().toPath()), Fakes.JVM);
  }

  @Test
  public void armsOfFixedWindows_areALoopFlinkKafkaStreamsAndThreeOnEachEngine() throws Exception {
    assertThat(
        arms.fixed().stream().map(ArmSpec::name).toList(),
        contains(
            "plain",
            "native-flink",
            "native-flink-tuned",
            "sql-flink",
            "sql-flink-tuned",
            "kafka-streams",
            "kafka-streams-tuned",
            "beam-direct",
            "group-direct",
            "summerbeam-direct",
            "beam-flink",
            "group-flink",
            "summerbeam-flink",
            "beam-flink-batch",
            "group-flink-batch",
            "summerbeam-flink-batch",
            "beam-spark",
            "group-spark",
            "summerbeam-spark"));
    assertThat(arm("summerbeam-spark").rival(), is("beam-spark"));
    assertThat(arm("group-flink-batch").rival(), is("beam-flink-batch"));
    assertThat(arm("beam-direct").rival(), is(nullValue()));
  }

  @Test
  public void armsOfWindowsThatOverlap_workOutSomethingElse() throws Exception {
    assertThat(
        arms.sliding().stream().map(arm -> arm.name() + " " + arm.task()).toList(),
        contains(
            "native-flink-tuned-sliding windows-sliding",
            "sql-flink-tuned-sliding windows-sliding",
            "beam-flink-sliding windows-sliding",
            "summerbeam-flink-sliding windows-sliding"));
  }

  @Test
  public void armsOfAnEngine_differInWhoSumsUpAndInNothingElse() throws Exception {
    for (String engine : List.of("direct", "flink", "flink-batch", "spark")) {
      ArmSpec byHand = arm("beam-" + engine);
      ArmSpec ours = arm("summerbeam-" + engine);
      assertThat(ours.setting(), is(byHand.setting()));
      assertThat(ours.launch().classPath(), is(byHand.launch().classPath()));
      assertThat(ours.launch().flags(), is(byHand.launch().flags()));
      List<String> arguments = new ArrayList<>(byHand.launch().arguments());
      assertThat(arguments.remove("--grouping=BY_HAND"), is(true));
      arguments.add("--grouping=SUMMERBEAM");
      assertThat(ours.launch().arguments(), is(arguments));
    }
  }

  @Test
  public void streamingArms_areToldSo_andBatchArmsAreNot() throws Exception {
    assertThat(arm("beam-flink").launch().arguments(), hasItem("--streaming"));
    assertThat(arm("beam-flink-batch").launch().arguments().contains("--streaming"), is(false));
  }

  @Test
  public void sql_hasItsJarsBehindThoseOfFlink() throws Exception {
    assertThat(
        arm("sql-flink").launch().classPath(),
        endsWith("/m2/samples/distribution/flink.jar:/m2/benchmarks/windows.jar"));
  }

  @Test
  public void manyKeys_areNotForDirectAndTheDefaultSettings_unlessTheyAreNamed() throws Exception {
    List<String> left =
        arms.fixed().stream()
            .filter(arm -> WindowsArms.isUsual(arm, 1_000_000))
            .map(ArmSpec::name)
            .toList();
    assertThat(
        left,
        contains(
            "plain",
            "native-flink-tuned",
            "sql-flink-tuned",
            "beam-flink",
            "summerbeam-flink",
            "beam-spark",
            "summerbeam-spark"));
    assertThat(arms.fixed().stream().allMatch(arm -> WindowsArms.isUsual(arm, 1_000)), is(true));
  }

  @Test
  public void ratios_areOfOursAgainstEachThatRan() {
    List<ArmRun> runs =
        List.of(
            Fakes.run("beam-flink@50-keys", 1_000, 1, 4_000_000),
            Fakes.run("group-flink@50-keys", 1_000, 1, 8_000_000),
            Fakes.run("summerbeam-flink@50-keys", 1_000, 1, 2_000_000),
            Fakes.run("summerbeam-spark@50-keys", 1_000, 1, 2_000_000));
    List<ArmResult> results =
        runs.stream().map(run -> ArmResult.of(Fakes.arm(run.arm()), runs)).toList();
    assertThat(
        WindowsArms.ratios(results, List.of(50)).stream()
            .map(ratio -> ratio.arm() + " / " + ratio.against() + " " + ratio.rounds())
            .toList(),
        contains(
            "summerbeam-flink@50-keys / beam-flink@50-keys [0.5]",
            "summerbeam-flink@50-keys / group-flink@50-keys [0.25]"));
  }

  @Test
  public void windows_haveSixReadingsAKey_butOfAMillionKeys() {
    assertThat(WindowsBenchmark.perWindow(1_000), is(6_000L));
    assertThat(WindowsBenchmark.perWindow(100_000), is(600_000L));
    assertThat(WindowsBenchmark.perWindow(1_000_000), is(1_200_000L));
  }

  private ArmSpec arm(String name) throws BenchException {
    return arms.fixed().stream().filter(arm -> arm.name().equals(name)).findFirst().orElseThrow();
  }
}
