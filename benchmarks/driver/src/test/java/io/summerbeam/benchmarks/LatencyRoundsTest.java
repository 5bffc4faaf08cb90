package io.summerbeam.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.summerbeam.benchmarks.ArmSpec.Launch;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class LatencyRoundsTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void native_isTheLastOfItsRound_andAlsoAtTheRatesOfOurs() throws Exception {
    List<ArmSpec> arms = List.of(arm(LatencyArms.NATIVE), arm("beam-flink"), arm(LatencyArms.OURS));
    List<LatencyRun> runs = rounds().run(arms, new Workload(1, List.of()), 2);
    assertThat(
        runs.stream().map(LatencyRun::arm).toList(),
        is(
            List.of(
                "beam-flink",
                LatencyArms.OURS,
                LatencyArms.NATIVE,
                LatencyArms.OURS,
                "beam-flink",
                LatencyArms.NATIVE)));
    assertThat(
        runs.get(2).loads().stream().map(LoadRun::label).toList(),
        is(List.of("50% of summerbeam-flink", "80% of summerbeam-flink", "50%", "80%")));
    assertThat(runs.get(2).load("80% of summerbeam-flink").rate(), is(80.0));
    // In the next round the other way round.
    assertThat(
        runs.get(3).loads().stream().map(LoadRun::label).toList(), is(List.of("80%", "50%")));
  }

  @Test
  public void native_alone_hasItsOwnLoads() throws Exception {
    List<LatencyRun> runs =
        rounds().run(List.of(arm(LatencyArms.NATIVE)), new Workload(1, List.of()), 1);
    assertThat(
        runs.get(0).loads().stream().map(LoadRun::label).toList(), is(List.of("50%", "80%")));
  }

  private LatencyRounds rounds() {
    Path home = folder.getRoot().toPath();
    return new LatencyRounds(
        new ArmProcess(home.resolve("runs"), home, Duration.ofMinutes(1)),
        new Progress(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8)),
        LatencyPlan.of(Size.TINY));
  }

  private static ArmSpec arm(String name) {
    ArmSpec fake = Fakes.arm(name);
    return new ArmSpec(
        name,
        fake.setting(),
        fake.task(),
        null,
        fake.jvm(),
        new Launch(
            fake.launch().classPath(), List.of(), FakeLatencyArm.class.getName(), List.of()));
  }
}
