package io.summerbeam.transforms.aggregate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import java.util.List;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.transforms.Mean;
import org.apache.beam.sdk.transforms.Sum;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;

/** What the functions refuse, when called and when they meet the input. */
public class FunctionsSettingsTest {

  private static final Schema INPUT =
      Schema.builder()
          .addInt64Field("n")
          .addStringField("s")
          .addByteArrayField("y")
          .addField("k", FieldType.map(FieldType.STRING, FieldType.INT64))
          .addField("a", FieldType.array(FieldType.DOUBLE))
          .addRowField(
              "r", Schema.builder().addMapField("k", FieldType.STRING, FieldType.INT64).build())
          .build();

  private static final Aggregate NONE = Aggregate.globally();

  @Test
  public void limits_outOfRange_areRefusedWhenCalled() {
    for (int limit : new int[] {0, -1, 10_001}) {
      assertThat(
          message(() -> NONE.top(limit, "n", "x")),
          equalTo(
              "Aggregate.top(): the number of values must be from 1 to 10000, but was: " + limit));
      assertThat(
          message(() -> NONE.bottom(limit, "n", "x")), containsString("Aggregate.bottom(): the"));
      assertThat(
          message(() -> NONE.collect("n", limit, "x")), containsString("Aggregate.collect(): the"));
    }
    for (int limit : new int[] {0, -1, 1025}) {
      assertThat(
          message(() -> NONE.mostFrequent(limit, "n", "x")),
          equalTo(
              "Aggregate.mostFrequent(): the number of values must be from 1 to 1024, but was: "
                  + limit));
    }
  }

  @Test
  public void quantiles_outOfRange_areRefusedWhenCalled() {
    for (double quantile : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThat(
          message(() -> NONE.quantile("n", quantile, "x")),
          equalTo("Aggregate.quantile() must be from 0 to 1, but was: " + quantile));
      assertThat(
          message(() -> NONE.quantiles("n", List.of(0.5, quantile), "x")),
          equalTo("Aggregate.quantiles() must be from 0 to 1, but was: " + quantile));
    }
    assertThat(
        message(() -> NONE.quantiles("n", List.of(), "x")),
        equalTo("Aggregate.quantiles(): name one at least: 0.5"));
  }

  @Test
  public void countDistinct_ofNothing_isRefusedWhenCalled() {
    assertThat(
        message(() -> NONE.countDistinct(List.of(), "x")),
        equalTo("Aggregate.countDistinct(): name one field at least. count() counts records."));
  }

  @Test
  public void numbers_ofAnotherType_areRefused() {
    for (Aggregate aggregate :
        List.of(
            NONE.sum("s", "x"),
            NONE.variance("s", "x"),
            NONE.populationStddev("s", "x"),
            NONE.quantile("s", 0.5, "x"),
            NONE.ratioOfSums("n", "s", "x"))) {
      assertThat(
          unfit(aggregate),
          equalTo(
              "Aggregate."
                  + aggregate.measures().get(0).text()
                  + ": the field must be a number, but is STRING. Convert it before."));
    }
  }

  @Test
  public void orders_ofTypesWithout_areRefused() {
    for (Aggregate aggregate :
        List.of(
            NONE.min("y", "x"),
            NONE.top(3, "y", "x"),
            NONE.mostFrequent(3, "y", "x"),
            NONE.maxBy("n", "y", "x"))) {
      assertThat(
          unfit(aggregate),
          equalTo(
              "Aggregate."
                  + aggregate.measures().get(0).text()
                  + ": the field must be of a type with an order (numbers, text, time, boolean),"
                  + " but is BYTES. Convert it before."));
    }
  }

  @Test
  public void maps_areRefusedWhereTiesAreBroken() {
    for (String field : List.of("k", "r")) {
      assertThat(
          unfit(NONE.first(field, "x")),
          equalTo(
              "Aggregate.first("
                  + field
                  + "): the field must not be or contain a MAP, but '"
                  + field
                  + "' does. Convert it before."));
    }
  }

  @Test
  public void countDistinct_ofTypesWithManyForms_isRefused() {
    assertThat(
        unfit(NONE.countDistinct("k", "x")),
        containsString("Aggregate.countDistinct(k): a key must be of a type in which equal"));
    assertThat(unfit(NONE.countDistinct("a", "x")), containsString("'a' contains DOUBLE"));
  }

  @Test
  public void unknownFields_areNamed() {
    assertThat(
        unfit(NONE.maxBy("n", "N", "x")),
        equalTo(
            "Aggregate.maxBy(n, N): there is no field 'N'. Did you mean 'n'? Fields: n, s, y, k, a,"
                + " r"));
    assertThat(unfit(NONE.ratio("nn > 0", "x")), containsString("Aggregate.ratio()"));
  }

  @Test
  public void combine_ofAnotherInputType_isRefused() {
    assertThat(
        unfit(NONE.combine("s", Sum.ofLongs(), FieldType.INT64, "x")),
        equalTo(
            "Aggregate.combine(s, SumLongFn): the CombineFn must take the values of the field,"
                + " java.lang.String, but takes java.lang.Long. Convert the field before, or take"
                + " another CombineFn."));
  }

  @Test
  public void combine_ofASuperType_isTaken() {
    List<Measure.Bound> bound =
        Measured.bound(NONE.combine("n", Mean.<Long>of(), FieldType.DOUBLE, "x"), Measured.INPUT);
    Accumulator accumulator = Accumulator.empty(bound);
    accumulator.add(Measured.row("n", 1L), 0);
    accumulator.add(Measured.row("n", 2L), 0);
    assertThat(accumulator.result(0), equalTo(1.5));
  }

  private static String unfit(Aggregate aggregate) {
    return message(() -> aggregate.measures().get(0).bind(INPUT, CoderRegistry.createDefault()));
  }

  private static String message(ThrowingRunnable code) {
    return assertThrows(IllegalArgumentException.class, code).getMessage();
  }
}
