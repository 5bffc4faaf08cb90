package io.summerbeam.transforms.dedup;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.state.StateOptions;
import java.time.Duration;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** {@link DropDuplicates} on a stream: what it remembers, and for how long. */
public class DropDuplicatesStreamTest {

  private static final Schema EVENT =
      Schema.builder().addStringField("id").addNullableField("n", FieldType.INT64).build();
  private static final Duration DAY = Duration.ofDays(1);
  private static final long HOUR = Duration.ofHours(1).toMillis();

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Before
  public void fewBuckets() {
    pipeline.getOptions().as(StateOptions.class).setStateBuckets(4);
  }

  @Test
  public void stream_outOfOrder_isComparedBothWays() {
    PCollection<Row> out =
        stream(
                stream()
                    .addElements(at(30, "a", 1L))
                    .addElements(at(7, "a", 1L))
                    .addElements(at(6, "a", 1L))
                    .advanceWatermarkToInfinity())
            .apply(DropDuplicates.byAllFields().within(DAY));

    // 7 is 23 hours before 30: dropped. 6 is 24 before 30: kept.
    PAssert.that(out).containsInAnyOrder(event("a", 1L), event("a", 1L));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void stream_forgetsAgainAndAgain() {
    PCollection<Row> out =
        stream(
                stream()
                    .addElements(at(0, "a", 1L))
                    .advanceWatermarkTo(hour(60))
                    .addElements(at(1, "a", 1L))
                    .advanceWatermarkTo(hour(61))
                    .addElements(at(2, "a", 1L))
                    .advanceWatermarkToInfinity())
            .apply(DropDuplicates.byAllFields().within(DAY));

    // Near each other, but when each came, the one before it was forgotten.
    PAssert.that(out).containsInAnyOrder(event("a", 1L), event("a", 1L), event("a", 1L));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void stream_forgetsWhatIsOld_andKeepsTheOthersUntilTheyAre() {
    oneBucket();
    PCollection<Row> out =
        stream(
                stream()
                    .addElements(at(0, "a", 1L), at(50, "b", 1L))
                    .advanceWatermarkTo(hour(60))
                    .addElements(at(1, "a", 1L), at(55, "b", 1L))
                    .advanceWatermarkTo(hour(100))
                    .addElements(at(51, "b", 1L))
                    .advanceWatermarkToInfinity())
            .apply(DropDuplicates.byAllFields().within(DAY));

    PAssert.that(out)
        .containsInAnyOrder(event("a", 1L), event("a", 1L), event("b", 1L), event("b", 1L));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void stream_recordFromTheFuture_doesNotKeepTheOthers() {
    oneBucket();
    PCollection<Row> out =
        stream(
                stream()
                    .addElements(at(9_000_000, "z", 1L))
                    .addElements(at(0, "a", 1L))
                    .advanceWatermarkTo(hour(60))
                    .addElements(at(1, "a", 1L))
                    .advanceWatermarkToInfinity())
            .apply(DropDuplicates.byAllFields().within(DAY));

    PAssert.that(out).containsInAnyOrder(event("z", 1L), event("a", 1L), event("a", 1L));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void stream_recordNotYetOld_isRemembered() {
    PCollection<Row> out =
        stream(
                stream()
                    .addElements(at(20, "b", 1L))
                    .advanceWatermarkTo(hour(37))
                    .addElements(at(43, "b", 1L))
                    .advanceWatermarkTo(hour(43))
                    .addElements(at(44, "b", 1L))
                    .advanceWatermarkToInfinity())
            .apply(DropDuplicates.byAllFields().within(DAY));

    PAssert.that(out).containsInAnyOrder(event("b", 1L), event("b", 1L));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void stream_lateRecord_isLetThroughLikeOthers() {
    PCollection<Row> out =
        stream(
                stream()
                    .advanceWatermarkTo(hour(600))
                    .addElements(at(1, "a", 1L))
                    .advanceWatermarkToInfinity())
            .apply(DropDuplicates.byAllFields().within(DAY));

    PAssert.that(out).containsInAnyOrder(event("a", 1L));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void stream_inWindowsThatDropLateRecords_isRefused() {
    PCollection<Row> input =
        stream(stream().advanceWatermarkToInfinity())
            .apply(Window.into(FixedWindows.of(org.joda.time.Duration.standardHours(24))));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> input.apply(DropDuplicates.byAllFields().within(DAY)))
            .getMessage(),
        containsString("must be in the global window, but is in FixedWindows"));
  }

  @Test
  public void withAllowedLateness_lateDuplicate_isStillDropped() {
    TestStream<Row> lateDuplicate =
        stream()
            .addElements(at(0, "a", 1L))
            .advanceWatermarkTo(hour(60))
            .addElements(at(1, "a", 1L))
            .advanceWatermarkToInfinity();

    PCollection<Row> out =
        stream(lateDuplicate)
            .apply(
                DropDuplicates.byAllFields().within(DAY).withAllowedLateness(Duration.ofHours(60)));

    PAssert.that(out).containsInAnyOrder(event("a", 1L));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void noAllowedLateness_lateDuplicateOfAForgottenRecord_isLetThrough() {
    PCollection<Row> out =
        stream(
                stream()
                    .addElements(at(0, "a", 1L))
                    .advanceWatermarkTo(hour(60))
                    .addElements(at(1, "a", 1L))
                    .advanceWatermarkToInfinity())
            .apply(DropDuplicates.byAllFields().within(DAY));

    PAssert.that(out).containsInAnyOrder(event("a", 1L), event("a", 1L));
    pipeline.run().waitUntilFinish();
  }

  private void oneBucket() {
    pipeline.getOptions().as(StateOptions.class).setStateBuckets(1);
  }

  private static TestStream.Builder<Row> stream() {
    return TestStream.create(EVENT);
  }

  private PCollection<Row> stream(TestStream<Row> stream) {
    return pipeline.apply(stream).setRowSchema(EVENT);
  }

  private static TimestampedValue<Row> at(int hour, String id, Long n) {
    return TimestampedValue.of(event(id, n), hour(hour));
  }

  private static Instant hour(int hour) {
    return Instant.parse("2001-01-01T00:00:00Z").plus(org.joda.time.Duration.millis(hour * HOUR));
  }

  private static Row event(String id, Long n) {
    return Row.withSchema(EVENT).addValues(id, n).build();
  }
}
