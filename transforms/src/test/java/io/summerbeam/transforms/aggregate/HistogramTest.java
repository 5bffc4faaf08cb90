package io.summerbeam.transforms.aggregate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.junit.Test;

/** Quantiles of more values than there are buckets. */
public class HistogramTest {

  private static final double[] SHARES = {
    0, 0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 1
  };

  @Test
  public void quantile_ofManyValues_isWithinTheStatedBound() throws Exception {
    Random random = new Random(31);
    within(values(200_000, () -> 1 + 999 * random.nextDouble()), 0.004);
    within(values(200_000, () -> Math.pow(10, 6 * random.nextDouble())), 0.008);
    within(values(200_000, () -> 1 + random.nextInt(1_000_000)), 0.008);
    within(values(200_000, () -> Math.exp(3 * random.nextGaussian())), bound(34));
    within(values(200_000, () -> -Math.log(1 - random.nextDouble())), bound(40));
    within(values(200_000, random::nextGaussian), bound(2 * 24));
    // Close together, and far from 0.
    within(values(200_000, () -> 1e9 + 1000 * random.nextDouble()), 1e-9);
    within(values(200_000, () -> 1.6e12 + random.nextInt(86_400_000)), 1e-7);
  }

  @Test
  public void quantile_ofAnyDoubles_isWithinTheBoundOfTheirDigits() throws Exception {
    Random random = new Random(32);
    for (int round = 0; round < 40; round++) {
      int exponents = 1 + random.nextInt(round < 20 ? 100 : 2000);
      double[] values =
          values(
              5000,
              () ->
                  (random.nextBoolean() ? 1 : -1)
                      * (1 + random.nextDouble())
                      * Math.pow(2, random.nextInt(exponents) - exponents / 2));
      Set<Long> octaves = new HashSet<>();
      for (double value : values) {
        octaves.add(Double.doubleToLongBits(value) >>> 52);
      }
      within(values, bound(octaves.size()));
    }
  }

  @Test
  public void quantile_ofManyButFewDifferentValues_isExact() throws Exception {
    Random random = new Random(33);
    within(values(300_000, () -> random.nextInt(2048) * 0.1 - 50), 0);
  }

  @Test
  public void encoded_anySplitAndOrder_isTheSame() throws Exception {
    Random random = new Random(34);
    for (int round = 0; round < 100; round++) {
      int kind = random.nextInt(4);
      double[] values =
          values(
              1 + random.nextInt(20_000),
              () ->
                  switch (kind) {
                    case 0 -> random.nextGaussian();
                    case 1 -> random.nextInt(5000);
                    case 2 -> Double.longBitsToDouble(random.nextLong());
                    default -> Math.exp(20 * random.nextGaussian());
                  });
      byte[] whole = encoded(of(values, 0, values.length));
      shuffle(values, random);
      Histogram merged = new Histogram();
      int from = 0;
      while (from < values.length) {
        int to = Math.min(values.length, from + 1 + random.nextInt(8000));
        Histogram part = of(values, from, to);
        if (random.nextBoolean()) {
          part = decoded(encoded(part));
        }
        if (random.nextBoolean()) {
          merged.add(part);
        } else {
          part.add(merged);
          merged = part;
        }
        from = to;
      }
      assertThat(Arrays.equals(encoded(merged), whole), equalTo(true));
    }
  }

  @Test
  public void encoded_manyValues_isSmall() throws Exception {
    Random random = new Random(35);
    byte[] bytes = encoded(of(values(100_000, () -> Math.exp(random.nextGaussian())), 0, 100_000));
    assertThat(bytes.length, lessThanOrEqualTo(10_000));
    byte[] exact = encoded(of(values(2048, random::nextGaussian), 0, 2048));
    assertThat(exact.length, lessThanOrEqualTo(20_480));
  }

  // What the Javadoc of quantile() says of values between n powers of two.
  private static double bound(int octaves) {
    return 0.5 / Integer.highestOneBit(Functions.EXACT_QUANTILE_VALUES / octaves);
  }

  private static void within(double[] values, double relative) throws Exception {
    Histogram histogram = decoded(encoded(of(values, 0, values.length)));
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    for (double share : SHARES) {
      int rank = (int) Math.max(1, Math.ceil(share * sorted.length - 1e-6));
      double exact = sorted[rank - 1];
      double allowed = share == 0 || share == 1 ? 0 : relative * Math.abs(exact);
      assertThat("share " + share, histogram.quantile(share), closeTo(exact, allowed));
    }
  }

  private static double[] values(int count, DoubleSupplier source) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = source.getAsDouble();
    }
    return values;
  }

  private static Histogram of(double[] values, int from, int to) {
    Histogram histogram = new Histogram();
    for (int i = from; i < to; i++) {
      histogram.add(values[i]);
    }
    return histogram;
  }

  private static void shuffle(double[] values, Random random) {
    for (int i = values.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      double value = values[i];
      values[i] = values[other];
      values[other] = value;
    }
  }

  private static byte[] encoded(Histogram histogram) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    histogram.encode(bytes);
    return bytes.toByteArray();
  }

  private static Histogram decoded(byte[] bytes) throws Exception {
    Histogram histogram = new Histogram();
    histogram.decode(new ByteArrayInputStream(bytes));
    return histogram;
  }
}
