package io.summerbeam.benchmarks;

import java.util.List;

/**
 * How often a record costs what it costs by hand.
 *
 * @param times the quotient of the means
 * @param error how far the true one may be from it, by the errors of both; {@code NaN} where they
 *     are not known
 */
record KernelRatio(double times, double error) {

  private static final KernelRatio NONE = new KernelRatio(Double.NaN, Double.NaN);

  /** Of an arm; {@code NaN} where nobody wrote it by hand, or that was not measured. */
  static KernelRatio of(KernelResult ours, List<KernelResult> all) {
    for (KernelResult rival : all) {
      if (rival.arm().name().equals(ours.arm().rival())) {
        double times = ours.ns() / rival.ns();
        // Relative errors of a quotient add up like the sides of a right angle.
        return new KernelRatio(
            times, times * Math.hypot(ours.error() / ours.ns(), rival.error() / rival.ns()));
      }
    }
    return NONE;
  }

  /** The smallest it may be. */
  double from() {
    return times - error;
  }

  /** The largest it may be. */
  double to() {
    return times + error;
  }
}
