package io.summerbeam.transforms.aggregate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.sdk.window.Windows;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.Rule;
import org.junit.Test;

/** All functions in a pipeline: what they are called, of which type they are, what they give. */
public class AggregateFunctionsTest {

  private static final Schema ORDER =
      Schema.builder()
          .addStringField("country")
          .addStringField("customer")
          .addInt64Field("items")
          .addNullableField("amount", FieldType.DECIMAL)
          .addNullableField("minutes", FieldType.DOUBLE)
          .build();

  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  @Test
  public void allFunctions_ofAGroup_areExact() {
    PCollection<Row> out =
        orders(
                order("2001-01-01T12:00:00Z", "DE", "eve", 2, "10.00", 3.0),
                order("1969-12-31T10:00:00Z", "FR", "ada", 1, "1.00", 1.0),
                order("2001-01-01T09:00:00Z", "DE", "ada", 4, "7.50", null),
                order("2001-01-01T09:00:00Z", "DE", "bob", 6, null, 5.0),
                order("2001-01-01T23:00:00Z", "DE", "ada", 8, "2.50", 7.0))
            .apply(
                Aggregate.by("country")
                    .over(Windows.days(ZoneOffset.UTC))
                    .count("orders")
                    .countIf("items > 3", "large")
                    .ratio("items > 3", "share_large")
                    .any("items > 7", "any_huge")
                    .all("amount > decimal('0')", "all_paid")
                    .countDistinct("customer", "customers")
                    .countDistinct(List.of("customer", "amount"), "amounts")
                    .sum("items", "sum")
                    .mean("amount", "mean")
                    .ratioOfSums("amount", "items", "per_item")
                    .min("amount", "min")
                    .max("minutes", "max")
                    .variance("items", "variance")
                    .stddev("minutes", "stddev")
                    .populationVariance("amount", "population_variance")
                    .populationStddev("minutes", "population_stddev")
                    .quantile("items", 0.5, "median")
                    .quantiles("minutes", List.of(0.0, 0.9), "quantiles")
                    .first("customer", "first")
                    .last("amount", "last")
                    .minBy("customer", "amount", "cheapest")
                    .maxBy("customer", "minutes", "slowest")
                    .top(2, "items", "top")
                    .bottom(5, "amount", "bottom")
                    .collect("customer", 3, "journal")
                    .mostFrequent(1, "customer", "frequent")
                    .combine("items", Sum.ofLongs(), FieldType.INT64, "combined"));

    Schema counted = Schema.builder().addStringField("value").addInt64Field("count").build();
    assertThat(
        out.getSchema(),
        equalTo(
            Schema.builder()
                .addStringField("country")
                .addDateTimeField("window_start")
                .addDateTimeField("window_end")
                .addInt64Field("orders")
                .addInt64Field("large")
                .addNullableField("share_large", FieldType.DOUBLE)
                .addNullableField("any_huge", FieldType.BOOLEAN)
                .addNullableField("all_paid", FieldType.BOOLEAN)
                .addInt64Field("customers")
                .addInt64Field("amounts")
                .addNullableField("sum", FieldType.INT64)
                .addNullableField("mean", FieldType.DECIMAL)
                .addNullableField("per_item", FieldType.DECIMAL)
                .addNullableField("min", FieldType.DECIMAL)
                .addNullableField("max", FieldType.DOUBLE)
                .addNullableField("variance", FieldType.DOUBLE)
                .addNullableField("stddev", FieldType.DOUBLE)
                .addNullableField("population_variance", FieldType.DECIMAL)
                .addNullableField("population_stddev", FieldType.DOUBLE)
                .addNullableField("median", FieldType.DOUBLE)
                .addNullableField("quantiles", FieldType.array(FieldType.DOUBLE))
                .addNullableField("first", FieldType.STRING)
                .addNullableField("last", FieldType.DECIMAL)
                .addNullableField("cheapest", FieldType.STRING)
                .addNullableField("slowest", FieldType.STRING)
                .addNullableField("top", FieldType.array(FieldType.INT64))
                .addNullableField("bottom", FieldType.array(FieldType.DECIMAL))
                .addNullableField("journal", FieldType.array(FieldType.STRING))
                .addNullableField("frequent", FieldType.array(FieldType.row(counted)))
                .addNullableField("combined", FieldType.INT64)
                .build()));
    PAssert.that(out)
        .containsInAnyOrder(
            Row.withSchema(out.getSchema())
                .addValues(
                    "DE",
                    Instant.parse("2001-01-01T00:00:00Z"),
                    Instant.parse("2001-01-02T00:00:00Z"),
                    4L,
                    3L,
                    0.75,
                    true,
                    true,
                    3L,
                    3L,
                    20L,
                    new BigDecimal("6.666666666666666666666666666666667"),
                    new BigDecimal("1.00"),
                    new BigDecimal("2.50"),
                    7.0,
                    20.0 / 3,
                    2.0,
                    new BigDecimal("9.722222222222222222222222222222222"),
                    Math.sqrt(8.0 / 3),
                    4.0,
                    List.of(3.0, 7.0),
                    "ada",
                    new BigDecimal("2.50"),
                    "ada",
                    "ada",
                    List.of(8L, 6L),
                    List.of(
                        new BigDecimal("2.50"), new BigDecimal("7.50"), new BigDecimal("10.00")),
                    List.of("ada", "bob", "eve"),
                    List.of(Row.withSchema(counted).addValues("ada", 2L).build()),
                    20L)
                .build(),
            Row.withSchema(out.getSchema())
                .addValues(
                    "FR",
                    Instant.parse("1969-12-31T00:00:00Z"),
                    Instant.parse("1970-01-01T00:00:00Z"),
                    1L,
                    0L,
                    0.0,
                    false,
                    true,
                    1L,
                    1L,
                    1L,
                    new BigDecimal("1.00"),
                    new BigDecimal("1.00"),
                    new BigDecimal("1.00"),
                    1.0,
                    null,
                    null,
                    new BigDecimal("0.0000"),
                    0.0,
                    1.0,
                    List.of(1.0, 1.0),
                    "ada",
                    new BigDecimal("1.00"),
                    "ada",
                    "ada",
                    List.of(1L),
                    List.of(new BigDecimal("1.00")),
                    List.of("ada"),
                    List.of(Row.withSchema(counted).addValues("ada", 1L).build()),
                    1L)
                .build());
    pipeline.run().waitUntilFinish();
  }

  @SafeVarargs
  private PCollection<Row> orders(TimestampedValue<Row>... orders) {
    return pipeline
        .apply(Create.timestamped(List.of(orders)).withCoder(RowCoder.of(ORDER)))
        .setRowSchema(ORDER);
  }

  private static TimestampedValue<Row> order(
      String time, String country, String customer, long items, String amount, Double minutes) {
    return TimestampedValue.of(
        Row.withSchema(ORDER)
            .addValues(
                country, customer, items, amount == null ? null : new BigDecimal(amount), minutes)
            .build(),
        Instant.parse(time));
  }
}
