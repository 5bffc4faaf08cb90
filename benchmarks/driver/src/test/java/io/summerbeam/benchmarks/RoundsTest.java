package io.summerbeam.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class RoundsTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private Rounds rounds;

  @Before
  public void makeRounds() {
    Path root = folder.getRoot().toPath();
    rounds =
        new Rounds(
            new ArmProcess(root.resolve("runs"), root, Duration.ofMinutes(1)),
            new Progress(new PrintStream(said, true, StandardCharsets.UTF_8)));
  }

  @Test
  public void arms_areInterleavedAndTheirOrderGoesRound() throws Exception {
    List<ArmRun> runs =
        rounds.run(
            List.of(Fakes.arm("a"), Fakes.arm("b"), Fakes.arm("c")),
            List.of(new Workload(1, List.of()), new Workload(6, List.of())),
            2);
    assertThat(
        runs.stream().map(run -> run.arm() + run.records()).toList(),
        is(List.of("a1", "a6", "b1", "b6", "c1", "c6", "b1", "b6", "c1", "c6", "a1", "a6")));
    assertThat(
        said.toString(StandardCharsets.UTF_8).lines().toList().get(11),
        containsString("[12/12] round 2  a "));
  }

  @Test
  public void armsThatDisagree_haveNoResult() {
    BenchException thrown =
        assertThrows(
            BenchException.class,
            () ->
                rounds.run(
                    List.of(
                        Fakes.arm("a", "--sum=1"),
                        Fakes.arm("b", "--sum=2"),
                        Fakes.arm("c", "--sum=1")),
                    List.of(new Workload(1, List.of())),
                    5));
    assertThat(thrown.getMessage(), containsString("a, c\n"));
    assertThat(thrown.getMessage(), containsString("  b\n"));
    // After the first round it is known.
    assertThat(said.toString(StandardCharsets.UTF_8).lines().count(), is(3L));
  }
}
