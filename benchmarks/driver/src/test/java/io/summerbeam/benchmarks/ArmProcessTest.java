package io.summerbeam.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ArmProcessTest {

  private static final Workload WORKLOAD = new Workload(100, List.of("--input=none"));

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path runs;
  private ArmProcess processes;

  @Before
  public void makeFolder() {
    runs = folder.getRoot().toPath().resolve("runs");
    processes = new ArmProcess(runs, folder.getRoot().toPath(), Duration.ofMinutes(1));
  }

  @Test
  public void run_isMeasured() throws Exception {
    ArmRun run = processes.run(Fakes.arm("one", "--sum=7"), WORKLOAD, 3);
    assertThat(run.arm(), is("one"));
    assertThat(run.task(), is("job"));
    assertThat(run.records(), is(100L));
    assertThat(run.round(), is(3));
    assertThat(run.wallNanos(), greaterThan(0L));
    assertThat(run.cpuNanos(), greaterThan(0L));
    assertThat(run.allocatedBytes(), greaterThan(0L));
    assertThat(run.checksum(), startsWith("1:"));
  }

  @Test
  public void run_hasWhatTheArmCounted() throws Exception {
    ArmRun run = processes.run(Fakes.arm("one", "--sum=7", "--count=12"), WORKLOAD, 3);
    assertThat(run.counts(), is(Map.of("things", 12L)));
  }

  @Test
  public void run_leavesNothingBehind() throws Exception {
    processes.run(Fakes.arm("one", "--temporary=yes"), WORKLOAD, 1);
    try (Stream<Path> left = Files.list(runs)) {
      assertThat(left.toList(), is(List.of()));
    }
  }

  @Test
  public void failure_showsWhatTheArmSaidAndKeepsItsLog() throws Exception {
    String message = failure(processes, "--fail=the disk is full");
    assertThat(message, startsWith("no result: arm one ended with code 1. Its last lines"));
    assertThat(message, containsString("the disk is full"));
    assertThat(message, not(containsString("FakeArm.java:")));
    Path log = runs.resolve("one-100-1/log");
    assertThat(message, containsString(log.toString()));
    assertThat(Files.readString(log), containsString("FakeArm.java:"));
  }

  @Test
  public void arm_thatDoesNotEnd_isKilled() {
    assertThat(
        failure(
            new ArmProcess(runs, folder.getRoot().toPath(), Duration.ofSeconds(1)), "--hang=yes"),
        startsWith("no result: arm one did not end within 1 s (--timeout gives it more)"));
  }

  @Test
  public void arm_withoutAReport_hasNoResult() {
    assertThat(
        failure(processes, "--quit=0"),
        startsWith("no result: arm one ended with code 0 but wrote no report"));
  }

  private static String failure(ArmProcess processes, String argument) {
    return assertThrows(
            BenchException.class, () -> processes.run(Fakes.arm("one", argument), WORKLOAD, 1))
        .getMessage();
  }
}
