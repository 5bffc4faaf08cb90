package io.summerbeam.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import org.junit.Test;

public class PowerLawTest {

  private static final double[] SIZES = {20_000, 200_000, 1_000_000};

  @Test
  public void exponent_ofAConstant_isZero() {
    assertThat(PowerLaw.exponent(SIZES, new double[] {5, 5, 5}), closeTo(0, 1e-12));
  }

  @Test
  public void exponent_ofAPower_isIt() {
    double[] costs = new double[SIZES.length];
    for (int i = 0; i < costs.length; i++) {
      costs[i] = 7 * Math.pow(SIZES[i], 1.3);
    }
    assertThat(PowerLaw.exponent(SIZES, costs), closeTo(1.3, 1e-9));
  }

  @Test
  public void exponent_isTheLeastSquaresOfTheLogarithms() {
    // The points (0, 0), (1, 0), (2, 3) have the slope 1.5.
    assertThat(
        PowerLaw.exponent(new double[] {1, Math.E, Math.exp(2)}, new double[] {1, 1, Math.exp(3)}),
        closeTo(1.5, 1e-9));
  }

  @Test
  public void exponent_ofOneSize_isNone() {
    assertThat(PowerLaw.exponent(new double[] {10}, new double[] {5}), is(Double.NaN));
  }

  @Test
  public void exponent_ofACostBelowZero_isNone() {
    assertThat(PowerLaw.exponent(new double[] {10, 20}, new double[] {5, -1}), is(Double.NaN));
  }

  @Test
  public void sizes_withoutTheirCosts_areRefused() {
    assertThrows(IllegalArgumentException.class, () -> PowerLaw.exponent(SIZES, new double[] {1}));
  }
}
