package io.summerbeam.benchmarks;

import java.util.Arrays;
import java.util.Collection;

/** Median, smallest and largest of some figures. */
record Spread(double median, double min, double max) {

  /** Of an even number of figures the median is the mean of the two in the middle. */
  static Spread of(Collection<Double> figures) {
    if (figures.isEmpty()) {
      throw new IllegalArgumentException("figures must not be empty");
    }
    double[] sorted = figures.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    int last = sorted.length - 1;
    return new Spread((sorted[last / 2] + sorted[(last + 1) / 2]) / 2, sorted[0], sorted[last]);
  }
}
