package io.summerbeam.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A logarithmic axis.
 *
 * @param left where {@code from} is
 * @param right where {@code to} is
 * @param from the smallest figure it shows
 * @param to the largest
 */
record LogAxis(double left, double right, double from, double to) {

  private static final int FEW_DECADES = 3;

  /**
   * An axis on which all positive figures have room: from the decade below the smallest, so that no
   * bar has the length zero, to the next of 1, 2, 5 above the largest.
   */
  static LogAxis over(Collection<Double> figures, double left, double right) {
    double smallest = figures.stream().filter(f -> f > 0).min(Double::compare).orElse(1.0);
    double largest = figures.stream().filter(f -> f > 0).max(Double::compare).orElse(10.0);
    double from = Math.pow(10, Math.floor(Math.log10(smallest * 0.8)));
    double decade = Math.pow(10, Math.floor(Math.log10(largest)));
    double to = decade * 10;
    for (double step : List.of(5.0, 2.0, 1.0)) {
      if (decade * step >= largest) {
        to = decade * step;
      }
    }
    return new LogAxis(left, right, from, Math.max(to, from * 10));
  }

  /** Where a figure is. */
  double x(double figure) {
    double within = Math.max(from, Math.min(to, figure));
    return left + (right - left) * Math.log(within / from) / Math.log(to / from);
  }

  /** The decades, and between few of them 2 and 5 as well. */
  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    boolean few = Math.log10(to / from) <= FEW_DECADES;
    for (double decade = from; decade <= to * 1.001; decade *= 10) {
      for (double step : few ? List.of(1.0, 2.0, 5.0) : List.of(1.0)) {
        if (decade * step <= to * 1.001) {
          ticks.add(decade * step);
        }
      }
    }
    return ticks;
  }
}
