package io.summerbeam.transforms.aggregate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.window.Windows;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.Rule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;

public class AggregateTest {

  private static final Schema INPUT =
      Schema.builder()
          .addNullableField("key", FieldType.STRING)
          .addNullableField("n", FieldType.INT64)
          .addNullableField("d", FieldType.DOUBLE)
          .addNullableField("m", FieldType.DECIMAL)
          .addNullableField("t", FieldType.DATETIME)
          .build();
  private static final Instant NOON = Instant.parse("2001-01-01T12:00:00Z");
  private static final Instant DAY_START = Instant.parse("2001-01-01T00:00:00Z");
  private static final Instant DAY_END = Instant.parse("2001-01-02T00:00:00Z");

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  public void allFunctions_ofAGroup_areExact() {
    PCollection<Row> out =
        batch(
                row("a", 1L, 0.1, "1.10", NOON),
                row("a", -4L, 0.2, "2.2", NOON.plus(org.joda.time.Duration.millis(1))),
                row("a", null, null, null, null),
                row("b", 7L, 1.0, "1", NOON))
            .apply(
                Aggregate.by("key")
                    .over(Windows.days(ZoneOffset.UTC))
                    .count("records")
                    .countIf("n < 0", "negative")
                    .sum("n", "sum_n")
                    .mean("n", "mean_n")
                    .min("n", "min_n")
                    .max("n", "max_n")
                    .sum("d", "sum_d")
                    .mean("m", "mean_m")
                    .sum("m", "sum_m")
                    .max("t", "max_t"));

    assertThat(
        out.getSchema().getFieldNames(),
        equalTo(
            List.of(
                "key",
                "window_start",
                "window_end",
                "records",
                "negative",
                "sum_n",
                "mean_n",
                "min_n",
                "max_n",
                "sum_d",
                "mean_m",
                "sum_m",
                "max_t")));
    PAssert.that(out)
        .containsInAnyOrder(
            result(
                out,
                "a",
                DAY_START,
                DAY_END,
                3L,
                1L,
                -3L,
                -1.5,
                -4L,
                1L,
                0.1 + 0.2,
                new BigDecimal("1.65"),
                new BigDecimal("3.30"),
                NOON.plus(org.joda.time.Duration.millis(1))),
            result(
                out,
                "b",
                DAY_START,
                DAY_END,
                1L,
                0L,
                7L,
                7.0,
                7L,
                7L,
                1.0,
                new BigDecimal("1"),
                new BigDecimal("1"),
                NOON));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void onlyNulls_functionsOfAFieldAreNull() {
    PCollection<Row> out =
        batch(row(null, null, null, null, null))
            .apply(
                Aggregate.by("key")
                    .over(Windows.days(ZoneOffset.UTC))
                    .count("records")
                    .sum("n", "sum_n")
                    .mean("n", "mean_n")
                    .mean("d", "mean_d")
                    .sum("m", "sum_m")
                    .min("t", "min_t"));

    PAssert.that(out)
        .containsInAnyOrder(
            result(out, null, DAY_START, DAY_END, 1L, null, null, null, null, null));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void days_recordsAtTheBoundary_areInTheirOwnDay() {
    PCollection<Row> out =
        timed(
                at("2001-01-01T23:59:59.999Z", 1L),
                at("2001-01-02T00:00:00Z", 2L),
                at("1969-12-31T23:00:00Z", 3L))
            .apply(Aggregate.globally().over(Windows.days(ZoneOffset.UTC)).sum("n", "sum"));

    PAssert.that(out)
        .containsInAnyOrder(
            result(out, DAY_START, DAY_END, 1L),
            result(out, DAY_END, Instant.parse("2001-01-03T00:00:00Z"), 2L),
            result(
                out,
                Instant.parse("1969-12-31T00:00:00Z"),
                Instant.parse("1970-01-01T00:00:00Z"),
                3L));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void days_zoneWhoseClocksChange_hasADayOf23Hours() {
    PCollection<Row> out =
        timed(at("2001-03-24T23:00:00Z", 1L), at("2001-03-25T21:59:59Z", 2L))
            .apply(
                Aggregate.globally()
                    .over(Windows.days(ZoneId.of("Europe/Berlin")))
                    .sum("n", "sum"));

    PAssert.that(out)
        .containsInAnyOrder(
            result(
                out,
                Instant.parse("2001-03-24T23:00:00Z"),
                Instant.parse("2001-03-25T22:00:00Z"),
                3L));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void noOver_inputsWindowsAreUsed() {
    PCollection<Row> out =
        timed(at("2001-01-01T00:05:00Z", 1L), at("2001-01-01T00:10:00Z", 2L))
            .apply(Window.into(FixedWindows.of(org.joda.time.Duration.standardMinutes(10))))
            .apply(Aggregate.globally().count("records"));

    PAssert.that(out)
        .containsInAnyOrder(
            result(out, DAY_START, Instant.parse("2001-01-01T00:10:00Z"), 1L),
            result(
                out,
                Instant.parse("2001-01-01T00:10:00Z"),
                Instant.parse("2001-01-01T00:20:00Z"),
                1L));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void stream_windowFiresOnceTheWatermarkHasPassed() {
    PCollection<Row> out =
        pipeline
            .apply(
                TestStream.create(INPUT)
                    .addElements(at("2001-01-01T00:01:00Z", 1L))
                    .addElements(at("2001-01-01T00:02:00Z", 2L))
                    .advanceWatermarkTo(Instant.parse("2001-01-01T00:05:00Z"))
                    .addElements(at("2001-01-01T00:06:00Z", 4L))
                    .advanceWatermarkToInfinity())
            .setRowSchema(INPUT)
            .apply(Aggregate.globally().over(Windows.fixed(Duration.ofMinutes(5))).sum("n", "sum"));

    PAssert.that(out)
        .containsInAnyOrder(
            result(out, DAY_START, Instant.parse("2001-01-01T00:05:00Z"), 3L),
            result(
                out,
                Instant.parse("2001-01-01T00:05:00Z"),
                Instant.parse("2001-01-01T00:10:00Z"),
                4L));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void mean_ofSumsBeyondInt64_isExact() {
    PCollection<Row> out =
        batch(
                row("a", Long.MAX_VALUE, null, null, null),
                row("a", Long.MAX_VALUE, null, null, null),
                row("a", Long.MAX_VALUE, null, null, null))
            .apply(Aggregate.by("key").over(Windows.days(ZoneOffset.UTC)).mean("n", "mean"));

    PAssert.that(out)
        .containsInAnyOrder(
            result(
                out,
                "a",
                DAY_START,
                DAY_END,
                new java.math.BigInteger("27670116110564327421").doubleValue() / 3));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void sum_beyondInt64_failsWithTheRemedy() {
    batch(row("a", Long.MAX_VALUE, null, null, null), row("a", 1L, null, null, null))
        .apply(Aggregate.by("key").over(Windows.days(ZoneOffset.UTC)).sum("n", "sum"));

    assertThat(
        assertThrows(PipelineExecutionException.class, () -> pipeline.run().waitUntilFinish())
            .getMessage(),
        containsString(
            "Aggregate: sum(n) of a group does not fit into an INT64. Convert the field to DECIMAL"
                + " before."));
  }

  @Test
  public void badSettings_areRefused() {
    PCollection<Row> input = batch(row("a", 1L, null, null, null));
    Aggregate byKey = Aggregate.by("key").over(Windows.days(ZoneOffset.UTC));
    assertThat(message(() -> input.apply(byKey)), containsString("say what to compute"));
    assertThat(
        message(() -> input.apply(byKey.sum("N", "s"))),
        equalTo(
            "Aggregate.sum(N): there is no field 'N'. Did you mean 'n'? Fields: key, n, d, m, t"));
    assertThat(
        message(() -> input.apply(byKey.sum("key", "s"))),
        equalTo("Aggregate.sum(key): the field must be a number, but is STRING."));
    assertThat(
        message(() -> input.apply(byKey.countIf("n + 1", "c"))),
        containsString("Aggregate.countIf()"));
    assertThat(message(() -> Aggregate.by("key", "key")), containsString("'key' comes twice"));
  }

  private PCollection<Row> batch(Row... rows) {
    return created(Arrays.stream(rows).map(row -> TimestampedValue.of(row, NOON)).toList());
  }

  @SafeVarargs
  private PCollection<Row> timed(TimestampedValue<Row>... rows) {
    return created(List.of(rows));
  }

  private PCollection<Row> created(List<TimestampedValue<Row>> rows) {
    return pipeline
        .apply(Create.timestamped(rows).withCoder(RowCoder.of(INPUT)))
        .setRowSchema(INPUT);
  }

  private static TimestampedValue<Row> at(String time, long n) {
    return TimestampedValue.of(row("a", n, null, null, null), Instant.parse(time));
  }

  private static Row row(String key, Long n, Double d, String m, Instant t) {
    return Row.withSchema(INPUT)
        .addValues(key, n, d, m == null ? null : new BigDecimal(m), t)
        .build();
  }

  private static Row result(PCollection<Row> out, Object... values) {
    return Row.withSchema(out.getSchema()).addValues(Arrays.asList(values)).build();
  }

  private static String message(ThrowingRunnable code) {
    return assertThrows(IllegalArgumentException.class, code).getMessage();
  }
}
