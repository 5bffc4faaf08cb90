package io.summerbeam.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.List;
import org.junit.Test;

public class PerRecordTest {

  @Test
  public void slope_leavesStartUpOut() {
    List<ArmRun> runs =
        List.of(
            Fakes.run("a", 1000, 1, 5_000_000 + 1000 * 70),
            Fakes.run("a", 6000, 1, 5_000_000 + 6000 * 70));

    assertThat(PerRecord.of(runs, ArmRun::wallNanos), is(new Spread(70, 70, 70)));
  }

  @Test
  public void slope_isOfEachRound() {
    List<ArmRun> runs =
        List.of(
            Fakes.run("a", 6000, 1, 700_000),
            Fakes.run("a", 1000, 1, 200_000),
            Fakes.run("a", 1000, 2, 100_000),
            Fakes.run("a", 6000, 2, 200_000),
            Fakes.run("a", 1000, 3, 0),
            Fakes.run("a", 6000, 3, 250_000));

    assertThat(PerRecord.of(runs, ArmRun::wallNanos), is(new Spread(50, 20, 100)));
  }

  @Test
  public void oneSize_isTheTotalOverTheRecords() {
    assertThat(
        PerRecord.of(List.of(Fakes.run("a", 1000, 1, 5_000)), ArmRun::wallNanos),
        is(new Spread(5, 5, 5)));
  }
}
