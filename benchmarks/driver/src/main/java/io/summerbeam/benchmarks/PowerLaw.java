package io.summerbeam.benchmarks;

/** How a cost grows with a size: {@code cost = a * size^exponent}. */
final class PowerLaw {

  private PowerLaw() {}

  /**
   * The exponent, by least squares over the logarithms; {@code NaN} where fewer than two sizes
   * differ or a figure is not positive, because then there is none.
   */
  static double exponent(double[] sizes, double[] costs) {
    if (sizes.length != costs.length) {
      throw new IllegalArgumentException(
          "there must be a cost for each size, but there were "
              + costs.length
              + " for "
              + sizes.length);
    }
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < sizes.length; i++) {
      meanX += Math.log(sizes[i]) / sizes.length;
      meanY += Math.log(costs[i]) / sizes.length;
    }
    double squares = 0;
    double products = 0;
    for (int i = 0; i < sizes.length; i++) {
      double x = Math.log(sizes[i]) - meanX;
      squares += x * x;
      products += x * (Math.log(costs[i]) - meanY);
    }
    double exponent = products / squares;
    return Double.isFinite(exponent) ? exponent : Double.NaN;
  }
}
