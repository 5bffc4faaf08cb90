package io.summerbeam.benchmarks;

import java.util.Arrays;
import java.util.Collection;

/**
 * The median of some figures, and between which of them the median is of all that could have been
 * measured. It asks of the figures no more than that they do not depend on each other.
 *
 * @param median of the figures
 * @param from the figure that the interval begins with
 * @param to the figure that it ends with
 * @param confidence how probable it is, before anything was measured, that such an interval has the
 *     true median in it; five figures have no more than 0.9375, and then it is that of all of them
 */
record MedianInterval(double median, double from, double to, double confidence) {

  /** What the interval is made as narrow as possible for, where there are figures enough. */
  static final double WANTED = 0.95;

  /** All {@code NaN} where one of the figures is, or there are none. */
  static MedianInterval of(Collection<Double> figures) {
    if (figures.isEmpty() || figures.stream().anyMatch(figure -> figure.isNaN())) {
      return new MedianInterval(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }
    double[] sorted = figures.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    int left = 0;
    while (2 * (left + 1) < sorted.length - 1 && confidence(sorted.length, left + 1) >= WANTED) {
      left++;
    }
    return new MedianInterval(
        Spread.of(figures).median(),
        sorted[left],
        sorted[sorted.length - 1 - left],
        confidence(sorted.length, left));
  }

  // The true median is outside where at most so many of the figures, which are tosses of a coin,
  // fell on one side of it.
  private static double confidence(int figures, int left) {
    double ways = 1;
    double outside = 0;
    for (int side = 0; side <= left; side++) {
      outside += ways;
      ways = ways * (figures - side) / (side + 1);
    }
    return 1 - 2 * outside / Math.pow(2, figures);
  }
}
