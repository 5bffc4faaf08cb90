package io.summerbeam.transforms.aggregate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.transforms.aggregate.Measured.Timed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.transforms.Max;
import org.apache.beam.sdk.transforms.Min;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;

/** Any split of the records, in any order, through the coder or not, gives the same results. */
public class AccumulatorTest {

  /** All that are the same to the last bit. */
  static final Aggregate EXACT =
      Aggregate.globally()
          .count("count")
          .countIf("n > 0", "countIf")
          .ratio("n > 0", "ratio")
          .any("n > 5", "any")
          .all("n > -5 || n == null", "all")
          .countDistinct("n", "distinct_n")
          .countDistinct("i", "distinct_i")
          .countDistinct("x", "distinct_x")
          .countDistinct("f", "distinct_f")
          .countDistinct("m", "distinct_m")
          .countDistinct("s", "distinct_s")
          .countDistinct("t", "distinct_t")
          .countDistinct("b", "distinct_b")
          .countDistinct("y", "distinct_y")
          .countDistinct("r", "distinct_r")
          .countDistinct(List.of("n", "s", "m"), "distinct_nsm")
          .sum("i", "sum_i")
          .sum("m", "sum_m")
          .mean("n", "mean_n")
          .mean("m", "mean_m")
          .ratioOfSums("n", "i", "ratio_ni")
          .ratioOfSums("n", "m", "ratio_nm")
          .min("n", "min_n")
          .max("n", "max_n")
          .min("x", "min_x")
          .max("x", "max_x")
          .min("m", "min_m")
          .max("m", "max_m")
          .min("s", "min_s")
          .max("t", "max_t")
          .max("b", "max_b")
          .variance("n", "variance_n")
          .stddev("i", "stddev_i")
          .populationVariance("m", "populationVariance_m")
          .populationStddev("m", "populationStddev_m")
          .quantile("n", 0.5, "median_n")
          .quantile("m", 0.25, "quantile_m")
          .quantiles("x", List.of(0.0, 0.1, 0.5, 0.75, 1.0), "quantiles_x")
          .quantiles("f", List.of(1.0, 0.0), "quantiles_f")
          .first("n", "first_n")
          .first("m", "first_m")
          .first("r", "first_r")
          .last("x", "last_x")
          .last("y", "last_y")
          .last("m", "last_m")
          .minBy("s", "m", "minBy_sm")
          .minBy("y", "x", "minBy_yx")
          .maxBy("m", "m", "maxBy_mm")
          .maxBy("r", "t", "maxBy_rt")
          .maxBy("n", "s", "maxBy_ns")
          .top(3, "n", "top_n")
          .top(5, "m", "top_m")
          .top(4, "x", "top_x")
          .bottom(5, "m", "bottom_m")
          .bottom(2, "s", "bottom_s")
          .collect("s", 6, "collect_s")
          .collect("y", 3, "collect_y")
          .collect("r", 4, "collect_r")
          .mostFrequent(3, "s", "frequent_s")
          .mostFrequent(9, "x", "frequent_x")
          .mostFrequent(9, "m", "frequent_m")
          .mostFrequent(9, "f", "frequent_f")
          .combine("n", Max.ofLongs(), FieldType.INT64, "combine_n");

  private static final Aggregate NONE = Aggregate.globally();

  @Test
  public void restored_withOtherFunctions_isRefused() throws Exception {
    requireRefused(NONE.count("x"), NONE.count("x").sum("i", "y"));
    requireRefused(NONE.min("n", "x"), NONE.max("n", "x"));
    requireRefused(NONE.sum("n", "x"), NONE.sum("i", "x"));
    requireRefused(NONE.mean("n", "x"), NONE.sum("n", "x"));
    requireRefused(NONE.sum("n", "x").sum("i", "y"), NONE.sum("i", "x").sum("n", "y"));
    requireRefused(NONE.ratioOfSums("n", "i", "x"), NONE.ratioOfSums("i", "n", "x"));
    requireRefused(NONE.countIf("n > 0", "x"), NONE.countIf("n > 1", "x"));
    requireRefused(NONE.any("n > 0", "x"), NONE.all("n > 0", "x"));
    requireRefused(NONE.countDistinct("n", "x"), NONE.countDistinct("i", "x"));
    requireRefused(NONE.variance("n", "x"), NONE.stddev("n", "x"));
    requireRefused(NONE.quantile("n", 0.5, "x"), NONE.quantile("n", 0.9, "x"));
    requireRefused(NONE.first("n", "x"), NONE.last("n", "x"));
    requireRefused(NONE.maxBy("n", "s", "x"), NONE.maxBy("n", "t", "x"));
    requireRefused(NONE.top(3, "n", "x"), NONE.top(4, "n", "x"));
    requireRefused(NONE.mostFrequent(3, "n", "x"), NONE.mostFrequent(4, "n", "x"));
    requireRefused(
        NONE.combine("n", Max.ofLongs(), FieldType.INT64, "x"),
        NONE.combine("n", Min.ofLongs(), FieldType.INT64, "x"));
    // What it was made with is not known, but its name says so.
    requireRefused(
        NONE.combine("n", Max.ofLongs(), FieldType.INT64, "x"),
        NONE.combine("n", Max.ofLongs(), FieldType.INT64, "y"));
  }

  @Test
  public void restored_withFieldsOfOtherTypes_isRefused() throws Exception {
    FieldType row = FieldType.row(Schema.builder().addInt32Field("a").build());
    FieldType moreInRow =
        FieldType.row(Schema.builder().addInt32Field("a").addInt32Field("b").build());
    requireRefused(NONE.mean("v", "x"), FieldType.INT64, FieldType.DOUBLE);
    requireRefused(NONE.sum("v", "x"), FieldType.DOUBLE, FieldType.DECIMAL);
    requireRefused(NONE.max("v", "x"), FieldType.INT32, FieldType.INT64);
    requireRefused(NONE.countDistinct("v", "x"), FieldType.STRING, FieldType.BYTES);
    requireRefused(NONE.first("v", "x"), row, moreInRow);
    requireRefused(
        NONE.first("v", "x"),
        FieldType.array(FieldType.INT32),
        FieldType.array(FieldType.INT32.withNullable(true)));
  }

  @Test
  public void restored_withOtherKeys_isRefused() throws Exception {
    Schema country = Schema.builder().addStringField("country").build();
    Schema city = Schema.builder().addStringField("city").build();
    Schema number = Schema.builder().addInt64Field("country").build();
    Schema both = Schema.builder().addStringField("country").addStringField("city").build();
    Schema turned = Schema.builder().addStringField("city").addStringField("country").build();
    requireRefused(keyed(country), keyed(city));
    requireRefused(keyed(country), keyed(number));
    requireRefused(keyed(country), keyed(both));
    requireRefused(keyed(both), keyed(turned));
    requireRefused(keyed(Schema.of()), keyed(country));
  }

  @Test
  public void restored_withTheSameKeys_isTaken() throws Exception {
    List<Measure.Bound> before = keyed(Schema.builder().addStringField("country").build());
    Accumulator seen = Accumulator.empty(before);
    seen.add(Measured.row("n", 3L), 0);

    List<Measure.Bound> now = keyed(Schema.builder().addStringField("country").build());
    Accumulator read = Measured.decoded(now, Measured.encoded(before, seen));
    read.merge(seen);

    assertThat(read.result(0), equalTo(6L));
    assertThat(new AccumulatorCoder(now), equalTo(new AccumulatorCoder(before)));
  }

  /** A sum by these keys. */
  private static List<Measure.Bound> keyed(Schema keys) {
    return Measured.bound(NONE.sum("n", "x")).stream()
        .<Measure.Bound>map(measure -> KeyedMeasure.of(measure, keys))
        .toList();
  }

  @Test
  public void restored_withTheSameFunctions_fieldsMovedAndResultsRenamed_isTaken()
      throws Exception {
    List<Measure.Bound> before = Measured.bound(NONE.sum("n", "x").max("s", "y"));
    Accumulator seen = Accumulator.empty(before);
    seen.add(Measured.row("n", 3L), 0);
    seen.add(Measured.row("s", "t"), 0);
    List<Measure.Bound> now =
        Measured.bound(
            NONE.sum("n", "total").max("s", "greatest"),
            Schema.builder()
                .addStringField("new")
                .addStringField("s")
                .addField("n", FieldType.INT64)
                .build());

    Accumulator read = Measured.decoded(now, Measured.encoded(before, seen));
    read.merge(seen);

    assertThat(read.result(0), equalTo(6L));
    assertThat(read.result(1), equalTo("t"));
  }

  private static void requireRefused(Aggregate before, Aggregate now) throws Exception {
    requireRefused(Measured.bound(before), Measured.bound(now));
  }

  private static void requireRefused(Aggregate functions, FieldType before, FieldType now)
      throws Exception {
    requireRefused(
        Measured.bound(functions, Schema.builder().addField("v", before).build()),
        Measured.bound(functions, Schema.builder().addField("v", now).build()));
  }

  /** Read by the coder of then, as of Flink's heap, or by the coder of now. */
  private static void requireRefused(List<Measure.Bound> before, List<Measure.Bound> now)
      throws Exception {
    String reason =
        "Aggregate: its state is of other functions or key fields than it has now, or of fields of"
            + " other types. Leave them as they were, or apply it under another name and start"
            + " without its state (on Flink: --allowNonRestoredState).";
    Accumulator restored = Accumulator.empty(before);
    Accumulator seen = Accumulator.empty(now);
    assertThat(
        assertThrows(IllegalStateException.class, () -> seen.merge(restored)).getMessage(),
        equalTo(reason));
    Results results = new Results(Schema.of(), now, false);
    Row key = Row.withSchema(Schema.of()).attachValues(List.of());
    assertThat(
        assertThrows(
                IllegalStateException.class,
                () -> results.of(key, GlobalWindow.INSTANCE, restored, PaneInfo.NO_FIRING))
            .getMessage(),
        equalTo(reason));
    byte[] written = Measured.encoded(before, restored);
    assertThat(
        assertThrows(CoderException.class, () -> Measured.decoded(now, written)).getMessage(),
        equalTo(reason));
  }

  @Test
  public void merged_anySplitAndOrder_isTheSame() throws Exception {
    List<Measure.Bound> bound = Measured.bound(EXACT);
    Random random = new Random(11);
    for (int round = 0; round < 1500; round++) {
      List<Timed> records = Measured.random(random, random.nextInt(60));
      Accumulator whole = Measured.accumulated(bound, records);
      Collections.shuffle(records, random);
      Accumulator merged = Measured.fromParts(bound, records, random);

      for (int i = 0; i < bound.size(); i++) {
        assertThat(
            EXACT.measures().get(i).text(),
            Measured.comparable(merged.result(i)),
            equalTo(Measured.comparable(whole.result(i))));
      }
    }
  }

  @Test
  public void mergedFloatingPoint_anySplitAndOrder_isWithinTheBound() throws Exception {
    Aggregate floating =
        Aggregate.globally()
            .sum("d", "sum")
            .mean("d", "mean")
            .ratioOfSums("d", "f", "ratio")
            .variance("d", "variance")
            .populationStddev("d", "stddev");
    List<Measure.Bound> bound = Measured.bound(floating);
    Random random = new Random(12);
    for (int round = 0; round < 2000; round++) {
      List<Timed> records = Measured.random(random, 2 + random.nextInt(60));
      Accumulator whole = Measured.accumulated(bound, records);
      Collections.shuffle(records, random);
      Accumulator merged = Measured.fromParts(bound, records, random);

      // Two units in the last place of the largest partial sum: less than 60 times 500,000.
      double ulps = 2 * Math.ulp(3e7);
      for (int i = 0; i < bound.size(); i++) {
        Double expected = (Double) whole.result(i);
        String text = floating.measures().get(i).text();
        if (expected == null) {
          assertThat(text, merged.result(i), equalTo(null));
        } else if (i < 3) {
          assertThat(text, (Double) merged.result(i), closeTo(expected, ulps));
        } else {
          // The squares have twice the digits; nothing but the last rounding may differ.
          assertThat(text, (Double) merged.result(i), closeTo(expected, 4 * Math.ulp(expected)));
        }
      }
    }
  }

  @Test
  public void merged_intoAnEmptyOne_sharesNothing() throws Exception {
    List<Measure.Bound> bound = Measured.bound(EXACT);
    Random random = new Random(13);
    for (int round = 0; round < 200; round++) {
      Accumulator first = Measured.accumulated(bound, Measured.random(random, 30));
      byte[] before = Measured.encoded(bound, first);
      Accumulator second = Accumulator.empty(bound);
      second.merge(first);
      Measured.random(random, 30).forEach(record -> second.add(record.row(), record.time()));
      assertThat(Arrays.equals(before, Measured.encoded(bound, first)), equalTo(true));
    }
  }

  @Test
  public void encoded_andBack_isEncodedTheSame() throws Exception {
    List<Measure.Bound> bound = Measured.bound(EXACT);
    Random random = new Random(14);
    for (int round = 0; round < 500; round++) {
      byte[] once =
          Measured.encoded(
              bound, Measured.accumulated(bound, Measured.random(random, random.nextInt(60))));
      byte[] twice = Measured.encoded(bound, Measured.decoded(bound, once));
      assertThat(Arrays.equals(once, twice), equalTo(true));
    }
  }

  @Test
  public void encoded_whileItIsBeingEncoded_isTheSame() throws Exception {
    List<Measure.Bound> bound = Measured.bound(EXACT);
    Accumulator accumulator = Measured.accumulated(bound, Measured.random(new Random(16), 30));
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    accumulator.encode(expected);
    ByteArrayOutputStream outer = new ByteArrayOutputStream();
    accumulator.encode(
        new OutputStream() {
          @Override
          public void write(int one) throws IOException {
            ByteArrayOutputStream inner = new ByteArrayOutputStream();
            accumulator.encode(inner);
            assertThat(Arrays.equals(inner.toByteArray(), expected.toByteArray()), equalTo(true));
            outer.write(one);
          }
        });
    assertThat(Arrays.equals(outer.toByteArray(), expected.toByteArray()), equalTo(true));
  }

  @Test
  public void decoded_fewerBytes_saysSo() throws Exception {
    List<Measure.Bound> bound = Measured.bound(EXACT);
    byte[] whole = Measured.encoded(bound, Measured.accumulated(bound, many()));
    for (int length = 0; length < whole.length; length += 1 + length / 50) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThat(
          assertThrows(CoderException.class, () -> Measured.decoded(bound, cut)).getMessage(),
          containsString("Aggregate: the state of a group cannot be read, at function "));
    }
  }

  @Test(timeout = 60_000)
  public void decoded_anyBytes_isReadOrRefused() throws Exception {
    List<Measure.Bound> bound = Measured.bound(EXACT);
    byte[] whole = Measured.encoded(bound, Measured.accumulated(bound, many()));
    Random random = new Random(15);
    int refused = 0;
    for (int round = 0; round < 3000; round++) {
      byte[] spoilt = whole.clone();
      for (int i = 0; i < 3; i++) {
        spoilt[random.nextInt(spoilt.length)] = (byte) random.nextInt();
      }
      try {
        Measured.decoded(bound, spoilt);
      } catch (CoderException e) {
        refused++;
      }
    }
    // The others have become another state that might have been.
    assertThat(refused > 300, equalTo(true));
  }

  @Test
  public void coder_serializedAndBack_isEqual() {
    AccumulatorCoder coder = new AccumulatorCoder(Measured.bound(EXACT));
    assertThat(SerializableUtils.clone(coder), equalTo(coder));
    assertThat(new AccumulatorCoder(Measured.bound(EXACT)), equalTo(coder));
    assertThat(SerializableUtils.clone(coder).hashCode(), equalTo(coder.hashCode()));
  }

  @Test
  public void coder_ofOtherFunctions_isNotEqual() {
    List<Measure.Bound> one = Measured.bound(Aggregate.globally().top(3, "n", "a"));
    for (Aggregate other :
        List.of(
            Aggregate.globally().top(4, "n", "a"),
            Aggregate.globally().bottom(3, "n", "a"),
            Aggregate.globally().top(3, "i", "a"))) {
      assertThat(
          new AccumulatorCoder(Measured.bound(other)).equals(new AccumulatorCoder(one)),
          equalTo(false));
    }
  }

  private static List<Timed> many() {
    return new ArrayList<>(Measured.random(new Random(3), 200));
  }
}
