package io.summerbeam.transforms.aggregate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.nullValue;

import io.summerbeam.transforms.aggregate.Measured.Timed;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.Test;

/**
 * Sums and means of floating-point numbers and decimals against the exact ones: of one accumulator,
 * and of any parts merged in any order.
 */
public class SumsReferenceTest {

  private static final int ROUNDS = 500;

  /** How far the exponents of numbers in one group are apart. */
  private static final int[] SPREADS = {0, 1, 30, 60, 400};

  private static final Double[] SPECIAL = {
    Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
  };

  private static final double[] ORDINARY = {0.0, -0.0, Double.MIN_VALUE, 1.5, -1e300, 1e-300, 7};

  @Test
  public void floatingPoint_ofOneAccumulator_isWithinTwoUnitsOfTheLargestPartialSum() {
    Random random = new Random(71);
    for (String field : List.of("d", "f")) {
      List<Measure.Bound> bound = bound(field);
      for (int round = 0; round < ROUNDS; round++) {
        List<Double> numbers = numbers(random, field);
        Accumulator sums = Measured.accumulated(bound, records(field, numbers));
        assertWithin(field + " " + round, sums, numbers, largestPartialSum(numbers));
      }
    }
  }

  @Test
  public void floatingPoint_ofAnyPartsInAnyOrder_isWithinTwoUnitsOfAllTogether() throws Exception {
    Random random = new Random(72);
    for (String field : List.of("d", "f")) {
      List<Measure.Bound> bound = bound(field);
      for (int round = 0; round < ROUNDS; round++) {
        List<Double> numbers = numbers(random, field);
        Accumulator sums = Measured.fromParts(bound, records(field, numbers), random);
        // No part has a larger sum.
        double all = numbers.stream().mapToDouble(Math::abs).sum();
        assertWithin(field + " " + round, sums, numbers, all);
      }
    }
  }

  @Test
  public void floatingPoint_whatCancelsOut_leavesTheRest() throws Exception {
    Random random = new Random(73);
    List<Measure.Bound> bound = bound("d");
    for (int round = 0; round < ROUNDS; round++) {
      double rest = random.nextInt(1000) / 8.0;
      double huge = Math.scalb(1 + random.nextDouble(), 40 + random.nextInt(900));
      List<Double> numbers = new ArrayList<>(List.of(huge, -huge, rest, 1.0));
      Collections.shuffle(numbers, random);
      Accumulator sums = Measured.fromParts(bound, records("d", numbers), random);
      assertThat("round " + round, sums.result(0), equalTo(rest + 1));
      assertThat("round " + round, sums.result(1), equalTo((rest + 1) / 4));
    }
  }

  @Test
  public void floatingPoint_notANumberAndInfinities_areThoseOfAPlainSum() throws Exception {
    Random random = new Random(74);
    List<Measure.Bound> bound = bound("d");
    for (int round = 0; round < ROUNDS; round++) {
      List<Double> numbers = new ArrayList<>();
      for (int left = random.nextInt(6); left > 0; left--) {
        numbers.add(ORDINARY[random.nextInt(ORDINARY.length)]);
      }
      for (int left = 1 + random.nextInt(3); left > 0; left--) {
        numbers.add(SPECIAL[random.nextInt(SPECIAL.length)]);
      }
      double plain = numbers.stream().reduce(0.0, Double::sum);
      Collections.shuffle(numbers, random);
      Accumulator sums = Measured.fromParts(bound, records("d", numbers), random);
      assertThat("round " + round, sums.result(0), equalTo(plain));
      assertThat("round " + round, sums.result(1), equalTo(plain));
    }
  }

  @Test
  public void floatingPoint_zerosOfEitherSign_areZero() throws Exception {
    Random random = new Random(75);
    for (String field : List.of("d", "f")) {
      List<Measure.Bound> bound = bound(field);
      for (List<Double> zeros :
          List.of(List.of(-0.0), List.of(-0.0, -0.0, -0.0), List.of(0.0, -0.0, 0.0))) {
        Accumulator sums = Measured.fromParts(bound, records(field, zeros), random);
        assertThat(sums.result(0), equalTo(0.0));
        assertThat(sums.result(1), equalTo(0.0));
      }
    }
  }

  @Test
  public void floatingPoint_partBeyondTheRange_isNoNumberThatLooksRight() throws Exception {
    Random random = new Random(76);
    List<Measure.Bound> bound = bound("d");
    List<Double> beyond = List.of(Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE);
    Accumulator sums = Measured.fromParts(bound, records("d", beyond), random);
    assertThat(sums.result(0), equalTo(Double.POSITIVE_INFINITY));
    assertThat(sums.result(1), equalTo(Double.POSITIVE_INFINITY));
    // In this order, too: the first part is infinite, and stays so.
    sums =
        Measured.accumulated(
            bound, records("d", List.of(Double.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE)));
    assertThat(sums.result(0), equalTo(Double.POSITIVE_INFINITY));
  }

  @Test
  public void decimals_ofAnyScales_inAnyPartsAndOrder_areExact() throws Exception {
    Random random = new Random(77);
    List<Measure.Bound> bound = bound("m");
    for (int round = 0; round < ROUNDS; round++) {
      List<BigDecimal> numbers = decimals(random);
      Accumulator sums = Measured.fromParts(bound, records("m", numbers), random);
      BigDecimal exact = numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
      if (numbers.isEmpty()) {
        assertThat(sums.result(0), nullValue());
        assertThat(sums.result(1), nullValue());
        continue;
      }
      // With the scale, which is the largest of them.
      assertThat("round " + round, sums.result(0), equalTo(exact));
      assertThat(
          "round " + round,
          sums.result(1),
          equalTo(exact.divide(BigDecimal.valueOf(numbers.size()), MathContext.DECIMAL128)));
    }
  }

  private static List<Measure.Bound> bound(String field) {
    return Measured.bound(Aggregate.globally().sum(field, "sum").mean(field, "mean"));
  }

  /** Now and then a record has none. */
  private static List<Timed> records(String field, List<? extends Number> numbers) {
    List<Timed> records = new ArrayList<>();
    for (Number number : numbers) {
      Object value = field.equals("f") ? (Object) number.floatValue() : number;
      records.add(new Timed(Measured.row(field, value), 0));
      if (number.hashCode() % 5 == 0) {
        records.add(new Timed(Measured.row(field, null), 0));
      }
    }
    return records;
  }

  /** Up to three hundred, some of which others take away again. */
  private static List<Double> numbers(Random random, String field) {
    // The exponents of floats go from -126 to 127.
    int spread = field.equals("f") ? random.nextInt(100) : SPREADS[random.nextInt(SPREADS.length)];
    boolean positive = random.nextInt(3) == 0;
    List<Double> numbers = new ArrayList<>();
    for (int left = random.nextInt(300); left > 0; left--) {
      double drawn = Math.scalb(1 + random.nextDouble(), random.nextInt(2 * spread + 1) - spread);
      double number = field.equals("f") ? (float) drawn : drawn;
      numbers.add(positive || random.nextBoolean() ? number : -number);
      if (!positive && random.nextInt(3) == 0) {
        numbers.add(-numbers.get(random.nextInt(numbers.size())));
      }
    }
    Collections.shuffle(numbers, random);
    return numbers;
  }

  private static List<BigDecimal> decimals(Random random) {
    List<BigDecimal> numbers = new ArrayList<>();
    for (int left = random.nextInt(40); left > 0; left--) {
      BigInteger digits = new BigInteger(random.nextInt(200), random);
      numbers.add(
          new BigDecimal(random.nextBoolean() ? digits : digits.negate(), random.nextInt(81) - 40));
    }
    return numbers;
  }

  private static void assertWithin(
      String what, Accumulator sums, List<Double> numbers, double largest) {
    if (numbers.isEmpty()) {
      assertThat(what, sums.result(0), nullValue());
      assertThat(what, sums.result(1), nullValue());
      return;
    }
    BigDecimal exact = sum(numbers);
    BigDecimal bound = new BigDecimal(2 * Math.ulp(largest));
    assertThat(what, distance((Double) sums.result(0), exact), lessThanOrEqualTo(bound));
    Double mean = (Double) sums.result(1);
    BigDecimal count = BigDecimal.valueOf(numbers.size());
    // The division rounds once more.
    assertThat(
        what,
        distance(mean, exact.divide(count, new MathContext(1200))),
        lessThanOrEqualTo(
            bound.divide(count, MathContext.DECIMAL128).add(new BigDecimal(Math.ulp(mean)))));
  }

  private static double largestPartialSum(List<Double> numbers) {
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal largest = BigDecimal.ZERO;
    for (double number : numbers) {
      sum = sum.add(new BigDecimal(number));
      largest = largest.max(sum.abs());
    }
    return largest.doubleValue();
  }

  private static BigDecimal sum(List<Double> numbers) {
    return numbers.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static BigDecimal distance(double number, BigDecimal exact) {
    return new BigDecimal(number).subtract(exact).abs();
  }
}
