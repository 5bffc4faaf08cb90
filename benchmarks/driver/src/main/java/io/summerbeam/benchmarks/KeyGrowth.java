package io.summerbeam.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * How the cost of a record grows with the keys.
 *
 * @param arm which
 * @param points each number of keys
 * @param exponent of ns/record over keys: zero means that a record costs the same however many keys
 *     there are
 */
record KeyGrowth(ArmSpec arm, List<Point> points, double exponent) {

  /**
   * A number of keys.
   *
   * @param keys how many
   * @param result of the arm over them
   */
  record Point(int keys, ArmResult result) {}

  KeyGrowth {
    points = List.copyOf(points);
  }

  /** Of an arm, out of the runs of all over all numbers of keys. */
  static KeyGrowth of(ArmSpec arm, List<Integer> keys, List<ArmRun> runs) {
    List<Point> points = new ArrayList<>();
    for (int number : keys) {
      points.add(new Point(number, ArmResult.of(arm.overKeys(number), runs)));
    }
    return new KeyGrowth(
        arm,
        points,
        PowerLaw.exponent(
            points.stream().mapToDouble(Point::keys).toArray(),
            points.stream().mapToDouble(point -> point.result().ns().median()).toArray()));
  }
}
