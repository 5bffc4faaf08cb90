package io.summerbeam.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * How often a record of an arm costs what one of another arm does, round by round: what the machine
 * did in a round has hit both.
 *
 * @param arm which
 * @param against the other one
 * @param rounds the ratio in each round; {@code NaN} where a cost was lost in the noise
 */
record Ratio(String arm, String against, List<Double> rounds) {

  Ratio {
    rounds = List.copyOf(rounds);
  }

  /** Of two arms that ran in the same rounds, by wall time. */
  static Ratio of(ArmResult arm, ArmResult against) {
    List<Double> ours = PerRecord.inRounds(arm.runs(), ArmRun::wallNanos);
    List<Double> theirs = PerRecord.inRounds(against.runs(), ArmRun::wallNanos);
    List<Double> rounds = new ArrayList<>();
    for (int round = 0; round < ours.size(); round++) {
      boolean noise = ours.get(round) <= 0 || theirs.get(round) <= 0;
      rounds.add(noise ? Double.NaN : ours.get(round) / theirs.get(round));
    }
    return new Ratio(arm.arm().name(), against.arm().name(), rounds);
  }

  /**
   * Of what two arms cost beyond others that do all the rest, which may be one and the same: {@code
   * (arm - armWithout) / (against - againstWithout)}. All have run in the same rounds.
   */
  static Ratio ofOwn(
      ArmResult arm, ArmResult armWithout, ArmResult against, ArmResult againstWithout) {
    List<Double> ours = own(arm, armWithout);
    List<Double> theirs = own(against, againstWithout);
    List<Double> rounds = new ArrayList<>();
    for (int round = 0; round < ours.size(); round++) {
      boolean noise = ours.get(round) <= 0 || theirs.get(round) <= 0;
      rounds.add(noise ? Double.NaN : ours.get(round) / theirs.get(round));
    }
    return new Ratio(
        arm.arm().name() + " - " + armWithout.arm().name(),
        against.arm().name() + " - " + againstWithout.arm().name(),
        rounds);
  }

  private static List<Double> own(ArmResult arm, ArmResult without) {
    List<Double> all = PerRecord.inRounds(arm.runs(), ArmRun::wallNanos);
    List<Double> rest = PerRecord.inRounds(without.runs(), ArmRun::wallNanos);
    List<Double> own = new ArrayList<>();
    for (int round = 0; round < all.size(); round++) {
      own.add(all.get(round) - rest.get(round));
    }
    return own;
  }

  /** Of the rounds. */
  MedianInterval interval() {
    return MedianInterval.of(rounds);
  }
}
