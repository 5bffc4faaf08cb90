package io.summerbeam.transforms.aggregate;

import io.summerbeam.sdk.window.Windows;
import java.time.Duration;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.Rule;
import org.junit.Test;

/** A record behind the watermark is treated as the input's windowing says. */
public class AggregateLatenessTest {

  private static final Schema INPUT = Schema.builder().addInt64Field("n").build();
  private static final Instant START = Instant.parse("2001-01-01T00:00:00Z");

  private static final TestStream<Row> LATE_BY_AN_HOUR =
      TestStream.create(INPUT)
          .addElements(at(0, 1))
          .advanceWatermarkTo(minute(60))
          .addElements(at(1, 7))
          .advanceWatermarkToInfinity();

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  public void noAllowedLateness_lateRecordIsNotInTheResult() {
    PCollection<Row> out = records().apply(fiveMinutes());

    PAssert.that(out).containsInAnyOrder(result(out, 1, 1));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void accumulating_lateRecordGivesTheWholeResultAgain() {
    PCollection<Row> out =
        records()
            .apply(lateBy(org.joda.time.Duration.standardHours(2)).accumulatingFiredPanes())
            .apply(fiveMinutes());

    PAssert.that(out).containsInAnyOrder(result(out, 1, 1), result(out, 2, 8));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void discarding_lateRecordGivesAResultOfItsOwn() {
    PCollection<Row> out =
        records()
            .apply(lateBy(org.joda.time.Duration.standardHours(2)).discardingFiredPanes())
            .apply(fiveMinutes());

    PAssert.that(out).containsInAnyOrder(result(out, 1, 1), result(out, 1, 7));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void laterThanAllowed_isNotInTheResult() {
    PCollection<Row> out =
        records()
            .apply(lateBy(org.joda.time.Duration.standardMinutes(50)).accumulatingFiredPanes())
            .apply(fiveMinutes());

    PAssert.that(out).containsInAnyOrder(result(out, 1, 1));
    pipeline.run().waitUntilFinish();
  }

  private PCollection<Row> records() {
    return pipeline.apply(LATE_BY_AN_HOUR).setRowSchema(INPUT);
  }

  private static Aggregate fiveMinutes() {
    return Aggregate.globally()
        .over(Windows.fixed(Duration.ofMinutes(5)))
        .count("records")
        .sum("n", "sum");
  }

  private static Window<Row> lateBy(org.joda.time.Duration lateness) {
    return Window.<Row>configure().withAllowedLateness(lateness);
  }

  private static TimestampedValue<Row> at(int minute, long n) {
    return TimestampedValue.of(Row.withSchema(INPUT).addValue(n).build(), minute(minute));
  }

  private static Instant minute(int minute) {
    return START.plus(org.joda.time.Duration.standardMinutes(minute));
  }

  private static Row result(PCollection<Row> out, long records, long sum) {
    return Row.withSchema(out.getSchema()).addValues(START, minute(5), records, sum).build();
  }
}
