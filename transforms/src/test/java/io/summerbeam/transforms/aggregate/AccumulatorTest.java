package io.summerbeam.transforms.aggregate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.equalTo;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;

/** Any split of the records, in any order, through the coder or not, gives the same results. */
public class AccumulatorTest {

  private static final Schema INPUT =
      Schema.builder()
          .addNullableField("n", FieldType.INT64)
          .addNullableField("d", FieldType.DOUBLE)
          .addNullableField("m", FieldType.DECIMAL)
          .addNullableField("s", FieldType.STRING)
          .build();

  private static final List<Measure> MEASURES =
      List.of(
          new Measures.Count("c"),
          new Measures.CountIf("n > 0", "positive"),
          new Measures.Sum("n", "mean_n", true),
          new Measures.Extreme("n", "min_n", false),
          new Measures.Extreme("s", "max_s", true),
          new Measures.Sum("m", "sum_m", false),
          new Measures.Sum("d", "sum_d", false));
  private static final int SUM_D = 6;

  @Test
  public void merged_anySplitAndOrder_isTheSame() throws Exception {
    Random random = new Random(11);
    for (int round = 0; round < 300; round++) {
      List<Row> rows = randomRows(random, random.nextInt(40));
      Accumulator whole = accumulated(rows);
      Collections.shuffle(rows, random);
      Accumulator merged = split(rows, random);

      for (int i = 0; i < SUM_D; i++) {
        assertThat(MEASURES.get(i).text(), merged.result(i), equalTo(whole.result(i)));
      }
      if (whole.result(SUM_D) != null) {
        double sum = (Double) whole.result(SUM_D);
        assertThat((Double) merged.result(SUM_D), closeTo(sum, Math.ulp(1e12) * 2));
      }
    }
  }

  @Test
  public void mean_ofWholeNumbers_isOneDivisionOfTheExactSum() {
    Random random = new Random(5);
    for (int round = 0; round < 200; round++) {
      List<Row> rows = randomRows(random, 1 + random.nextInt(20));
      BigInteger sum = BigInteger.ZERO;
      long count = 0;
      for (Row row : rows) {
        if (row.getInt64("n") != null) {
          sum = sum.add(BigInteger.valueOf(row.getInt64("n")));
          count++;
        }
      }
      Object expected = count == 0 ? null : (Object) (sum.doubleValue() / count);
      assertThat(accumulated(rows).result(2), equalTo(expected));
    }
  }

  @Test
  public void sum_ofFloatingPoint_doesNotLoseSmallNumbersBesideLargeOnes() {
    List<Row> rows = new ArrayList<>();
    rows.add(row(null, 1e16, null, null));
    for (int i = 0; i < 1000; i++) {
      rows.add(row(null, 1.0, null, null));
    }
    rows.add(row(null, -1e16, null, null));
    assertThat(accumulated(rows).result(SUM_D), equalTo(1000.0));
  }

  @Test
  public void sum_withInfinity_isInfinity() {
    List<Row> rows =
        List.of(row(null, Double.POSITIVE_INFINITY, null, null), row(null, 1.0, null, null));
    assertThat(accumulated(rows).result(SUM_D), equalTo(Double.POSITIVE_INFINITY));
  }

  @Test
  public void coder_serializedAndBack_isEqual() {
    AccumulatorCoder coder = new AccumulatorCoder(bound());
    assertThat(SerializableUtils.clone(coder), equalTo(coder));
    assertThat(new AccumulatorCoder(bound()), equalTo(coder));
  }

  private static Accumulator split(List<Row> rows, Random random) throws Exception {
    AccumulatorCoder coder = new AccumulatorCoder(bound());
    Accumulator merged = Accumulator.empty(bound());
    int from = 0;
    while (from < rows.size()) {
      int to = Math.min(rows.size(), from + 1 + random.nextInt(10));
      Accumulator part = accumulated(rows.subList(from, to));
      merged.merge(
          random.nextBoolean()
              ? part
              : CoderUtils.decodeFromByteArray(coder, CoderUtils.encodeToByteArray(coder, part)));
      from = to;
    }
    return merged;
  }

  private static Accumulator accumulated(List<Row> rows) {
    Accumulator accumulator = Accumulator.empty(bound());
    rows.forEach(row -> accumulator.add(row, 0));
    return accumulator;
  }

  private static List<Measure.Bound> bound() {
    return MEASURES.stream().map(measure -> measure.bind(INPUT)).toList();
  }

  private static List<Row> randomRows(Random random, int count) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(
          row(
              random.nextInt(5) == 0
                  ? null
                  : random.nextInt(3) == 0 ? random.nextLong() : random.nextInt(100) - 50L,
              random.nextInt(5) == 0 ? null : (random.nextDouble() - 0.5) * 1e12,
              random.nextInt(5) == 0
                  ? null
                  : BigDecimal.valueOf(random.nextInt(100000), random.nextInt(4)),
              random.nextInt(5) == 0 ? null : "s" + random.nextInt(50)));
    }
    return rows;
  }

  private static Row row(Long n, Double d, BigDecimal m, String s) {
    return Row.withSchema(INPUT).addValues(n, d, m, s).build();
  }
}
