package io.summerbeam.transforms.aggregate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.Test;

/** Variances where a naive formula, or Welford's, is far off. */
public class SpreadTest {

  private static final Aggregate ALL =
      Aggregate.globally()
          .variance("d", "a")
          .stddev("d", "b")
          .populationVariance("d", "c")
          .populationStddev("d", "e");

  @Test
  public void variance_ofNumbersFarFromZero_isExact() {
    assertThat(results(1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16).get(0), equalTo(30.0));
    assertThat(results(1e12 + 1, 1e12 + 2, 1e12 + 3).get(0), equalTo(1.0));
    assertThat(results(-1e15, -1e15 - 2).get(2), equalTo(1.0));
  }

  @Test
  public void variance_ofManyNumbersFarFromZero_isWithinTheBound() {
    Random random = new Random(61);
    List<Double> numbers = new ArrayList<>();
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal squares = BigDecimal.ZERO;
    int count = 50_000;
    for (int i = 0; i < count; i++) {
      BigDecimal number = new BigDecimal(1e8 + random.nextGaussian());
      numbers.add(number.doubleValue());
      sum = sum.add(number);
      squares = squares.add(number.pow(2));
    }
    BigDecimal n = BigDecimal.valueOf(count);
    double exact =
        squares.multiply(n).subtract(sum.pow(2)).doubleValue() / ((double) count * (count - 1));
    // n * k^2 * 2^-100, and rounding.
    double bound = count * 1e16 * 0x1p-100 + 4 * Math.ulp(1.0);
    Double once = (Double) results(numbers).get(0);
    assertThat(once, closeTo(exact, exact * bound));
    Collections.sort(numbers);
    assertThat((Double) results(numbers).get(0), closeTo(exact, exact * bound));
  }

  @Test
  public void spreads_ofEqualNumbers_areZero() {
    Double[] tenths = new Double[1000];
    Arrays.fill(tenths, 0.1);
    assertThat(results(tenths), equalTo(List.of(0.0, 0.0, 0.0, 0.0)));
    assertThat(results(1e300, 1e300), equalTo(List.of(0.0, 0.0, 0.0, 0.0)));
    assertThat(results(0.0, -0.0), equalTo(List.of(0.0, 0.0, 0.0, 0.0)));
  }

  @Test
  public void spreads_ofOneNumber_haveNoSample() {
    assertThat(results(5.0), equalTo(Arrays.asList(null, null, 0.0, 0.0)));
    assertThat(results(), equalTo(Arrays.asList(null, null, null, null)));
  }

  @Test
  public void spreads_beyondTheRange_areNotANumber() {
    List<Double> nan = Collections.nCopies(4, Double.NaN);
    assertThat(results(1.0, Double.NaN), equalTo(nan));
    assertThat(results(1.0, Double.POSITIVE_INFINITY), equalTo(nan));
    assertThat(results(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY), equalTo(nan));
    assertThat(results(1e200, -1e200), equalTo(nan));
    assertThat(results(1e200, -1e200, 1.0), equalTo(nan));
  }

  @Test
  public void variance_ofTheGreatestWholeNumbers_isExact() {
    List<Measure.Bound> bound = Measured.bound(Aggregate.globally().populationVariance("n", "a"));
    Accumulator accumulator = Accumulator.empty(bound);
    assertThat(accumulator.result(0), nullValue());
    accumulator.add(Measured.row("n", Long.MAX_VALUE), 0);
    accumulator.add(Measured.row("n", Long.MAX_VALUE - 2), 0);
    assertThat(accumulator.result(0), equalTo(1.0));
  }

  private static List<Object> results(Double... numbers) {
    return results(Arrays.asList(numbers));
  }

  private static List<Object> results(List<Double> numbers) {
    List<Measure.Bound> bound = Measured.bound(ALL);
    Accumulator accumulator = Accumulator.empty(bound);
    numbers.forEach(number -> accumulator.add(Measured.row("d", number), 0));
    List<Object> results = new ArrayList<>();
    for (int i = 0; i < bound.size(); i++) {
      results.add(accumulator.result(i));
    }
    return results;
  }
}
