package io.summerbeam.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * How an arm grows with its data.
 *
 * @param result what a record costs between the smallest and the largest size
 * @param points each size
 * @param exponent of ns/record over records, start-up included: below zero as long as start-up is
 *     spread over more and more records
 * @param marginalExponent of what one more record costs, over records: zero is linear growth of the
 *     whole; {@code NaN} with fewer than three sizes
 */
record Growth(ArmResult result, List<Point> points, double exponent, double marginalExponent) {

  /**
   * A size.
   *
   * @param records how many
   * @param seconds of the whole process
   * @param nsPerRecord start-up included
   * @param marginalNs what a record costs that is more than in the size before; {@code NaN} for the
   *     first
   */
  record Point(long records, Spread seconds, double nsPerRecord, double marginalNs) {}

  private static final double NANOS = 1e9;

  Growth {
    points = List.copyOf(points);
  }

  /** Of the raw runs of an arm, by their medians. */
  static Growth of(ArmResult result) {
    List<Point> points = points(result.runs());
    List<Point> later = points.subList(1, points.size());
    // A cost between two sizes stands for the sizes between them, not for one of its ends.
    double[] between = new double[later.size()];
    for (int i = 0; i < between.length; i++) {
      between[i] = Math.sqrt((double) points.get(i).records() * later.get(i).records());
    }
    return new Growth(
        result,
        points,
        PowerLaw.exponent(
            points.stream().mapToDouble(Point::records).toArray(),
            points.stream().mapToDouble(Point::nsPerRecord).toArray()),
        PowerLaw.exponent(between, later.stream().mapToDouble(Point::marginalNs).toArray()));
  }

  private static List<Point> points(List<ArmRun> runs) {
    List<Point> points = new ArrayList<>();
    List<Long> sizes = runs.stream().map(ArmRun::records).distinct().sorted().toList();
    double beforeSeconds = Double.NaN;
    long beforeRecords = 0;
    for (long records : sizes) {
      Spread seconds =
          Spread.of(
              runs.stream().filter(run -> run.records() == records).map(ArmRun::seconds).toList());
      points.add(
          new Point(
              records,
              seconds,
              seconds.median() * NANOS / records,
              (seconds.median() - beforeSeconds) * NANOS / (records - beforeRecords)));
      beforeSeconds = seconds.median();
      beforeRecords = records;
    }
    return points;
  }
}
