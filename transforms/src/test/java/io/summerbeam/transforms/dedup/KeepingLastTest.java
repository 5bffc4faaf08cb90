package io.summerbeam.transforms.dedup;

import static io.summerbeam.transforms.dedup.Events.at;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.transforms.Counters;
import java.time.Duration;
import java.util.List;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.Rule;
import org.junit.Test;

/** {@link DropDuplicates} that keeps the last of equal records, or each that is newer. */
public class KeepingLastTest {

  private static final DropDuplicates LAST =
      DropDuplicates.by("id").within(Duration.ofMillis(10)).keepingLast();
  private static final DropDuplicates UPDATES =
      DropDuplicates.by("id").within(Duration.ofMillis(10)).keepingUpdates();

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  public void last_ofRecordsCloseToEachOther_isLetThrough() {
    PAssert.that(texts(batch(at(0, "a", 1), at(9, "a", 2), at(18, "a", 3), at(5, "b", 4)), LAST))
        .containsInAnyOrder("a:3@18", "b:4@5");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void last_exactlyThatFarApart_bothAreLetThrough() {
    PAssert.that(texts(batch(at(-3, "a", 1), at(7, "a", 2), at(16, "a", 3)), LAST))
        .containsInAnyOrder("a:1@-3", "a:3@16");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void last_ofOneTime_isChosenByContent() {
    PAssert.that(
            texts(
                batch(at(0, "a", 1), at(0, "a", 3), at(0, "a", 2), at(0, "b", 2), at(0, "b", 3)),
                LAST))
        .containsInAnyOrder("a:3@0", "b:3@0");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void last_comesWhenNothingNewerCan() {
    PCollection<String> out =
        texts(
            stream()
                .addElements(at(0, "a", 1))
                .advanceWatermarkTo(ms(8))
                .addElements(at(8, "a", 2))
                .advanceWatermarkTo(ms(17))
                .addElements(at(17, "a", 3))
                // Its timer was set for the first: it goes on to wait for the last.
                .advanceWatermarkTo(ms(27))
                .addElements(at(27, "a", 4))
                .advanceWatermarkToInfinity(),
            LAST);
    PAssert.that(out).containsInAnyOrder("a:3@17", "a:4@27");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void last_isOnTime_behindTheWatermarkThatItHeld() {
    PCollection<KV<String, Long>> out =
        texts(
                stream()
                    .addElements(at(0, "a", 1), at(9, "a", 2))
                    .advanceWatermarkTo(ms(15))
                    .advanceWatermarkTo(ms(100))
                    .advanceWatermarkToInfinity(),
                LAST)
            .apply(Window.into(FixedWindows.of(org.joda.time.Duration.millis(10))))
            .apply(Count.perElement());
    PAssert.that(out)
        .inOnTimePane(new IntervalWindow(ms(0), ms(10)))
        .containsInAnyOrder(KV.of("a:2@9", 1L));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void last_withAllowedLateness_waitsForIt() {
    PCollection<String> out =
        texts(
            stream()
                .addElements(at(0, "a", 1))
                .advanceWatermarkTo(ms(14))
                .addElements(at(9, "a", 2))
                .advanceWatermarkTo(ms(23))
                .addElements(at(18, "a", 3))
                .addElements(at(17, "a", 4))
                .advanceWatermarkToInfinity(),
            LAST.withAllowedLateness(Duration.ofMillis(5)));
    // All but the first are late by five or six.
    PAssert.that(out).containsInAnyOrder("a:3@18");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void last_tooLate_isLetThroughLikeOthers() {
    PCollection<String> out =
        texts(
            stream()
                .addElements(at(5, "a", 1))
                .advanceWatermarkTo(ms(50))
                .addElements(at(3, "a", 2))
                .advanceWatermarkToInfinity(),
            LAST);
    PAssert.that(out).containsInAnyOrder("a:1@5", "a:2@3");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void last_keepingDuplicates_eachRecordIsInOneOfTwoOutputs_andCounted() {
    PCollectionTuple out =
        rows(batch(at(0, "a", 1), at(9, "a", 2), at(11, "a", 3), at(5, "b", 4)))
            .apply(LAST.keepingDuplicates());

    PAssert.that(out.get(SplitDuplicates.FIRST).apply("Texts", new Events.Texts()))
        .containsInAnyOrder("a:3@11", "b:4@5");
    PAssert.that(out.get(SplitDuplicates.OTHERS).apply("OtherTexts", new Events.Texts()))
        .containsInAnyOrder("a:1@0", "a:2@9");
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(Counters.of(result, "DropDuplicates/records_in"), equalTo(4L));
    assertThat(Counters.of(result, "DropDuplicates/records_out"), equalTo(2L));
    assertThat(Counters.of(result, "DropDuplicates/records_duplicate"), equalTo(2L));
    assertThat(Counters.of(result, "DropDuplicates/records_dropped"), equalTo(0L));
  }

  @Test
  public void updates_eachNewerOne_isLetThroughAtOnce() {
    PCollection<String> out =
        texts(
            stream()
                .addElements(at(5, "a", 1))
                .addElements(at(4, "a", 2))
                .addElements(at(5, "a", 3))
                .addElements(at(12, "a", 4))
                .addElements(at(8, "a", 5))
                // The next one is exactly that far away.
                .addElements(at(2, "a", 6))
                .addElements(at(-5, "a", 7))
                .advanceWatermarkToInfinity(),
            UPDATES);
    PAssert.that(out).containsInAnyOrder("a:1@5", "a:4@12", "a:7@-5");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void updates_areForgotten() {
    PCollection<String> out =
        texts(
            stream()
                .addElements(at(5, "a", 1))
                .advanceWatermarkTo(ms(100))
                .addElements(at(4, "a", 2))
                .advanceWatermarkToInfinity(),
            UPDATES);
    PAssert.that(out).containsInAnyOrder("a:1@5", "a:2@4");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void keepingFirst_isTheDefaultAgain() {
    PAssert.that(texts(batch(at(0, "a", 1)), LAST.keepingFirst())).containsInAnyOrder("a:1@0");
    assertThat(LAST.keepingFirst(), equalTo(DropDuplicates.by("id").within(Duration.ofMillis(10))));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void last_inWindows_isRefused() {
    PCollection<Row> input =
        rows(batch(at(0, "a", 1)))
            .apply(Window.into(FixedWindows.of(org.joda.time.Duration.millis(10))));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> input.apply(LAST)).getMessage(),
        equalTo(
            "DropDuplicates: keepingLast() takes its input in the global window, but it is in"
                + " FixedWindows. Apply it before windowing."));
  }

  private PCollection<String> texts(
      List<TimestampedValue<Row>> events, DropDuplicates dropDuplicates) {
    return rows(events).apply(dropDuplicates).apply(new Events.Texts());
  }

  private PCollection<String> texts(TestStream<Row> events, DropDuplicates dropDuplicates) {
    return pipeline
        .apply(events)
        .setRowSchema(Events.SCHEMA)
        .apply(dropDuplicates)
        .apply(new Events.Texts());
  }

  private PCollection<Row> rows(List<TimestampedValue<Row>> events) {
    return pipeline
        .apply(Create.timestamped(events).withCoder(RowCoder.of(Events.SCHEMA)))
        .setRowSchema(Events.SCHEMA);
  }

  @SafeVarargs
  private static List<TimestampedValue<Row>> batch(TimestampedValue<Row>... events) {
    return List.of(events);
  }

  private static TestStream.Builder<Row> stream() {
    return TestStream.create(Events.SCHEMA).advanceWatermarkTo(ms(-100));
  }

  private static Instant ms(long millis) {
    return Instant.ofEpochMilli(millis);
  }
}
