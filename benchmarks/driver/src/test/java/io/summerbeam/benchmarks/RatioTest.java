package io.summerbeam.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public class RatioTest {

  @Test
  public void ratio_isOfEachRound_notOfTheMedians() {
    Ratio ratio = ratio(List.of(100, 50, 80), List.of(50, 100, 80));
    assertThat(ratio, is(new Ratio("a", "b", List.of(2.0, 0.5, 1.0))));
    assertThat(ratio.interval(), is(new MedianInterval(1, 0.5, 2, 0.75)));
  }

  @Test
  public void cost_thatIsLostInTheNoise_hasNoRatio() {
    Ratio ratio = ratio(List.of(100, -1), List.of(50, 100));
    assertThat(ratio.rounds(), is(List.of(2.0, Double.NaN)));
    assertThat(ratio.interval().median(), is(Double.NaN));
  }

  @Test
  public void own_isOfWhatBothCostBeyondTheOthers() {
    ArmResult pass = result("pass", List.of(10, 20));
    ArmResult ours = result("a", List.of(40, 60));
    ArmResult byHand = result("b", List.of(30, 40));
    assertThat(
        Ratio.ofOwn(ours, pass, byHand, pass),
        is(new Ratio("a - pass", "b - pass", List.of(1.5, 2.0))));
  }

  @Test
  public void own_thatIsLostInTheNoise_hasNoRatio() {
    ArmResult pass = result("pass", List.of(10));
    ArmResult ours = result("a", List.of(40));
    ArmResult byHand = result("b", List.of(9));
    assertThat(Ratio.ofOwn(ours, pass, byHand, pass).rounds(), is(List.of(Double.NaN)));
  }

  private static Ratio ratio(List<Integer> ours, List<Integer> theirs) {
    return Ratio.of(result("a", ours), result("b", theirs));
  }

  private static ArmResult result(String arm, List<Integer> ns) {
    List<ArmRun> runs = new ArrayList<>();
    for (int round = 1; round <= ns.size(); round++) {
      runs.add(Fakes.run(arm, 1000, round, 5_000_000));
      runs.add(Fakes.run(arm, 6000, round, 5_000_000 + 5000L * ns.get(round - 1)));
    }
    return ArmResult.of(Fakes.arm(arm), runs);
  }
}
