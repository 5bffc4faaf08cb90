package io.summerbeam.transforms.aggregate;

import io.summerbeam.sdk.window.Firings;
import io.summerbeam.sdk.window.Windows;
import java.time.Duration;
import java.time.ZoneId;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Reify;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.Rule;
import org.junit.Test;

/** Which rows leave when, for every kind of firing. */
public class AggregateFiringsTest {

  private static final Schema EVENT =
      Schema.builder().addStringField("id").addInt64Field("n").build();
  private static final Instant START = Instant.parse("2001-01-01T00:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  public void noFirings_onceWhenTheWindowIsOver() {
    PCollection<Row> out =
        stream(
                events()
                    .addElements(at(0, "a", 1), at(59, "a", 2), at(0, "b", 4), at(150, "a", 8))
                    .advanceWatermarkTo(minute(60))
                    .addElements(at(1, "a", 16))
                    .advanceWatermarkToInfinity())
            .apply(hourly().withPane());

    // The hour without records gives nothing, and what is late for its window is in none.
    PAssert.that(out)
        .containsInAnyOrder(
            result(out, "a", 0, 60, 2, 3, "on_time", 0, true),
            result(out, "b", 0, 60, 1, 4, "on_time", 0, true),
            result(out, "a", 120, 180, 1, 8, "on_time", 0, true));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void earlyEvery_accumulating_eachPaneIsTheWholeSoFar_andOneIsOnTime() {
    PCollection<Row> out = earlyEveryTenSeconds(Firings.onTime());

    PAssert.that(out)
        .containsInAnyOrder(
            result(out, "a", 0, 60, 2, 3, "early", 0, false),
            result(out, "a", 0, 60, 3, 7, "early", 1, false),
            // Nothing new, but that it is on time.
            result(out, "a", 0, 60, 3, 7, "on_time", 2, true),
            result(out, "b", 0, 60, 1, 32, "on_time", 0, true));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void earlyEvery_discarding_eachPaneIsWhatIsNew_andNoneIsEmpty() {
    PCollection<Row> out = earlyEveryTenSeconds(Firings.onTime().discarding());

    PAssert.that(out)
        .containsInAnyOrder(
            result(out, "a", 0, 60, 2, 3, "early", 0, false),
            result(out, "a", 0, 60, 1, 4, "early", 1, false),
            result(out, "b", 0, 60, 1, 32, "on_time", 0, true));
    pipeline.run().waitUntilFinish();
  }

  private PCollection<Row> earlyEveryTenSeconds(Firings firings) {
    return stream(
            events()
                .addElements(at(0, "a", 1))
                .advanceProcessingTime(seconds(9))
                .addElements(at(1, "a", 2))
                .advanceProcessingTime(seconds(2))
                .addElements(at(2, "a", 4))
                .advanceProcessingTime(seconds(11))
                .advanceProcessingTime(seconds(100))
                .addElements(at(3, "b", 32))
                .advanceWatermarkTo(minute(60))
                .advanceWatermarkToInfinity())
        .apply(hourly().withFirings(firings.earlyEvery(Duration.ofSeconds(10))).withPane());
  }

  @Test
  public void earlyAfter_firesWithEachSoManyRecordsOfAGroup() {
    PCollection<Row> out =
        stream(
                events()
                    .addElements(at(0, "a", 1), at(0, "b", 64))
                    .addElements(at(1, "a", 2))
                    .addElements(at(2, "a", 4))
                    .addElements(at(3, "a", 8))
                    .addElements(at(4, "a", 16))
                    .advanceWatermarkToInfinity())
            .apply(hourly().withFirings(Firings.onTime().earlyAfter(2)).withPane());

    PAssert.that(out)
        .containsInAnyOrder(
            result(out, "a", 0, 60, 2, 3, "early", 0, false),
            result(out, "a", 0, 60, 4, 15, "early", 1, false),
            result(out, "a", 0, 60, 5, 31, "on_time", 2, true),
            result(out, "b", 0, 60, 1, 64, "on_time", 0, true));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void earlyEveryAndAfter_whicheverComesFirst_andBothStartAgain() {
    PCollection<Row> out =
        stream(
                events()
                    .addElements(at(0, "a", 1))
                    .advanceProcessingTime(seconds(8))
                    .addElements(at(1, "a", 2))
                    .addElements(at(2, "a", 4))
                    .advanceProcessingTime(seconds(8))
                    .advanceProcessingTime(seconds(3))
                    .advanceWatermarkToInfinity())
            .apply(
                hourly()
                    .withFirings(
                        Firings.onTime()
                            .earlyAfter(2)
                            .earlyEvery(Duration.ofSeconds(10))
                            .discarding())
                    .withPane());

    PAssert.that(out)
        .containsInAnyOrder(
            result(out, "a", 0, 60, 2, 3, "early", 0, false),
            result(out, "a", 0, 60, 1, 4, "early", 1, false));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void lateEach_accumulating_eachLateBundleGivesTheWholeAgain() {
    PCollection<Row> out = lateByAnHour(Firings.onTime().lateEach());

    PAssert.that(out)
        .containsInAnyOrder(
            result(out, "a", 0, 60, 1, 1, "on_time", 0, false),
            result(out, "a", 0, 60, 2, 3, "late", 1, false),
            result(out, "a", 0, 60, 4, 15, "late", 2, false),
            // A group that had nothing on time.
            result(out, "b", 0, 60, 1, 16, "late", 0, false));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void lateEach_discarding_eachLateBundleGivesItself() {
    PCollection<Row> out = lateByAnHour(Firings.onTime().lateEach().discarding());

    PAssert.that(out)
        .containsInAnyOrder(
            result(out, "a", 0, 60, 1, 1, "on_time", 0, false),
            result(out, "a", 0, 60, 1, 2, "late", 1, false),
            result(out, "a", 0, 60, 2, 12, "late", 2, false),
            result(out, "b", 0, 60, 1, 16, "late", 0, false));
    pipeline.run().waitUntilFinish();
  }

  private PCollection<Row> lateByAnHour(Firings firings) {
    return stream(lateByAnHour())
        .apply(hourly().withFirings(firings).withAllowedLateness(Duration.ofHours(2)).withPane());
  }

  private static TestStream<Row> lateByAnHour() {
    return events()
        .addElements(at(0, "a", 1))
        .advanceWatermarkTo(minute(120))
        .addElements(at(1, "a", 2))
        .addElements(at(2, "a", 4), at(3, "a", 8))
        .addElements(at(3, "b", 16))
        .advanceWatermarkToInfinity();
  }

  @Test
  public void allowedLatenessAlone_isLateEach_accumulating() {
    PCollection<Row> out =
        stream(lateByAnHour()).apply(hourly().withAllowedLateness(Duration.ofHours(2)).withPane());

    PAssert.that(out)
        .containsInAnyOrder(
            result(out, "a", 0, 60, 1, 1, "on_time", 0, false),
            result(out, "a", 0, 60, 2, 3, "late", 1, false),
            result(out, "a", 0, 60, 4, 15, "late", 2, false),
            result(out, "b", 0, 60, 1, 16, "late", 0, false));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void lateEvery_lateRecordsLeaveTogether_theLastWhenTheWindowIsClosed() {
    PCollection<Row> out =
        stream(
                events()
                    .addElements(at(0, "a", 1))
                    .advanceWatermarkTo(minute(60))
                    .addElements(at(1, "a", 2))
                    .advanceProcessingTime(seconds(50))
                    .addElements(at(2, "a", 4))
                    .advanceProcessingTime(seconds(11))
                    .addElements(at(3, "a", 8))
                    .advanceWatermarkToInfinity())
            .apply(
                hourly()
                    .withFirings(Firings.onTime().lateEvery(Duration.ofMinutes(1)))
                    .withAllowedLateness(HOUR)
                    .withPane());

    PAssert.that(out)
        .containsInAnyOrder(
            result(out, "a", 0, 60, 1, 1, "on_time", 0, false),
            result(out, "a", 0, 60, 3, 7, "late", 1, false),
            result(out, "a", 0, 60, 4, 15, "late", 2, true));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void lateAsMuchAsAllowed_isStillTaken() {
    PCollection<Row> out = lateBy(60_000L * 90 - 1);

    PAssert.that(out)
        .containsInAnyOrder(
            result(out, "a", 0, 60, 1, 1, "on_time", 0, false),
            result(out, "a", 0, 60, 2, 3, "late", 1, false));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void lateByAMillisecondMore_isNot() {
    PCollection<Row> out = lateBy(60_000L * 90);

    PAssert.that(out).containsInAnyOrder(result(out, "a", 0, 60, 1, 1, "on_time", 0, false));
    pipeline.run().waitUntilFinish();
  }

  // The last millisecond of the window and half an hour is 01:29:59.999.
  private PCollection<Row> lateBy(long watermark) {
    return stream(
            events()
                .addElements(at(0, "a", 1))
                .advanceWatermarkTo(minute(60))
                .advanceWatermarkTo(START.plus(org.joda.time.Duration.millis(watermark)))
                .addElements(at(59, "a", 2))
                .advanceWatermarkToInfinity())
        .apply(
            hourly()
                .withFirings(Firings.onTime().lateEach())
                .withAllowedLateness(Duration.ofMinutes(30))
                .withPane());
  }

  @Test
  public void sessions_lateRecordBetweenTwo_makesThemOne() {
    PCollection<Row> out =
        stream(
                events()
                    .addElements(at(0, "a", 1), at(15, "a", 2), at(4, "b", 16))
                    .advanceWatermarkTo(minute(30))
                    .addElements(at(8, "a", 4))
                    .advanceWatermarkToInfinity())
            .apply(
                Aggregate.by("id")
                    .over(Windows.sessions(Duration.ofMinutes(10)))
                    .withFirings(Firings.onTime().lateEach())
                    .withAllowedLateness(HOUR)
                    .count("count")
                    .sum("n", "sum")
                    .withPane());

    PAssert.that(out)
        .containsInAnyOrder(
            result(out, "a", 0, 10, 1, 1, "on_time", 0, false),
            result(out, "a", 15, 25, 1, 2, "on_time", 0, false),
            result(out, "b", 4, 14, 1, 16, "on_time", 0, false),
            result(out, "a", 0, 25, 3, 7, "late", 0, false));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void sessions_gapApart_areTwo_andLessThanThat_areOne() {
    PCollection<Row> out =
        stream(
                events()
                    .addElements(at(10, "a", 2))
                    .addElements(at(0, "a", 1), at(19, "a", 4))
                    .advanceWatermarkToInfinity())
            .apply(
                Aggregate.by("id")
                    .over(Windows.sessions(Duration.ofMinutes(10)))
                    .count("count")
                    .sum("n", "sum")
                    .withPane());

    PAssert.that(out)
        .containsInAnyOrder(
            result(out, "a", 0, 10, 1, 1, "on_time", 0, true),
            result(out, "a", 10, 29, 2, 6, "on_time", 0, true));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void sliding_eachWindowFiresByItself() {
    PCollection<Row> out =
        stream(
                events()
                    .addElements(at(29, "a", 1), at(30, "a", 2), at(31, "b", 16))
                    .advanceWatermarkTo(minute(30))
                    .advanceWatermarkTo(minute(60))
                    .addElements(at(59, "a", 4))
                    .advanceWatermarkTo(minute(90))
                    .advanceWatermarkTo(minute(100))
                    .addElements(at(59, "a", 8))
                    .advanceWatermarkToInfinity())
            .apply(
                Aggregate.by("id")
                    .over(Windows.sliding(HOUR, Duration.ofMinutes(30)))
                    .withAllowedLateness(Duration.ofMinutes(30))
                    .count("count")
                    .sum("n", "sum")
                    .withPane());

    PAssert.that(out)
        .containsInAnyOrder(
            result(out, "a", -30, 30, 1, 1, "on_time", 0, false),
            result(out, "a", 0, 60, 2, 3, "on_time", 0, false),
            result(out, "b", 0, 60, 1, 16, "on_time", 0, false),
            result(out, "a", 0, 60, 3, 7, "late", 1, false),
            // The last record is too late for this window, and in time, and late, for the next.
            result(out, "a", 30, 90, 2, 6, "on_time", 0, false),
            result(out, "b", 30, 90, 1, 16, "on_time", 0, false),
            result(out, "a", 30, 90, 3, 14, "late", 1, false));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void days_whereTheClocksChange_fireAtTheirEnd() {
    // 2001-03-25 begins at 23:00Z the day before and has 23 hours in Berlin.
    PCollection<Row> out =
        stream(
                events()
                    .addElements(on("2001-03-24T23:00:00Z", 1))
                    .advanceProcessingTime(seconds(61))
                    .addElements(on("2001-03-25T21:59:59.999Z", 2), on("2001-03-25T22:00:00Z", 4))
                    .advanceWatermarkTo(Instant.parse("2001-03-25T22:00:00Z"))
                    .addElements(on("2001-03-25T21:00:00Z", 8))
                    .advanceWatermarkTo(Instant.parse("2001-03-25T23:00:00Z"))
                    .addElements(on("2001-03-25T21:00:00Z", 16))
                    .advanceWatermarkToInfinity())
            .apply(
                Aggregate.by("id")
                    .over(Windows.days(ZoneId.of("Europe/Berlin")))
                    .withFirings(Firings.onTime().earlyEvery(Duration.ofMinutes(1)).lateEach())
                    .withAllowedLateness(Duration.ofMinutes(30))
                    .count("count")
                    .sum("n", "sum")
                    .withPane());

    Instant start = Instant.parse("2001-03-24T23:00:00Z");
    Instant end = Instant.parse("2001-03-25T22:00:00Z");
    Instant next = Instant.parse("2001-03-26T22:00:00Z");
    PAssert.that(out)
        .containsInAnyOrder(
            row(out, "a", start, end, 1L, 1L, pane("early", 0, false)),
            row(out, "a", start, end, 2L, 3L, pane("on_time", 1, false)),
            row(out, "a", start, end, 3L, 11L, pane("late", 2, false)),
            // The watermark has passed the end and the lateness at once.
            row(out, "a", end, next, 1L, 4L, pane("on_time", 0, true)));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void global_firesEarly_andWhenTheInputEnds() {
    PCollection<Row> out =
        stream(
                events()
                    .addElements(at(0, "a", 1), at(60 * 24 * 365, "a", 2))
                    .advanceProcessingTime(seconds(11))
                    .advanceWatermarkTo(minute(60 * 24 * 366))
                    .addElements(at(0, "a", 4))
                    .advanceWatermarkToInfinity())
            .apply(
                Aggregate.by("id")
                    .over(Windows.global())
                    .withFirings(Firings.onTime().earlyEvery(Duration.ofSeconds(10)))
                    .count("count")
                    .sum("n", "sum")
                    .withPane());

    // No window_start, no window_end, and nothing is late.
    PAssert.that(out)
        .containsInAnyOrder(
            row(out, "a", 2L, 3L, pane("early", 0, false)),
            row(out, "a", 3L, 7L, pane("on_time", 1, true)));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void noOver_firingsAreOfTheInputsWindows() {
    PCollection<Row> out =
        stream(
                events()
                    .addElements(at(0, "a", 1))
                    .addElements(at(1, "a", 2))
                    .advanceWatermarkToInfinity())
            .apply(Window.into(FixedWindows.of(org.joda.time.Duration.standardHours(1))))
            .apply(
                Aggregate.by("id")
                    .withFirings(Firings.onTime().earlyAfter(1).discarding())
                    .count("count")
                    .sum("n", "sum")
                    .withPane());

    PAssert.that(out)
        .containsInAnyOrder(
            result(out, "a", 0, 60, 1, 1, "early", 0, false),
            result(out, "a", 0, 60, 1, 2, "early", 1, false));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void shorterAllowedLateness_thanOfTheInput_isWhatHolds() {
    PCollection<Row> out =
        stream(
                events()
                    .addElements(at(0, "a", 1))
                    .advanceWatermarkTo(minute(60))
                    .advanceWatermarkTo(minute(80))
                    .addElements(at(1, "a", 2))
                    .advanceWatermarkToInfinity())
            .apply(
                Window.<Row>configure()
                    .withAllowedLateness(org.joda.time.Duration.standardHours(9))
                    .discardingFiredPanes())
            .apply(hourly().withAllowedLateness(Duration.ofMinutes(10)).withPane());

    PAssert.that(out).containsInAnyOrder(result(out, "a", 0, 60, 1, 1, "on_time", 0, false));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void results_haveTheLastTimestampOfTheirWindow_lateOnesToo() {
    PCollection<Row> out =
        stream(
                events()
                    .addElements(at(0, "a", 1))
                    .advanceProcessingTime(seconds(11))
                    .advanceWatermarkTo(minute(70))
                    .addElements(at(1, "a", 2))
                    .advanceWatermarkToInfinity())
            .apply(
                hourly()
                    .withFirings(
                        Firings.onTime().earlyEvery(Duration.ofSeconds(10)).lateEach().discarding())
                    .withAllowedLateness(HOUR)
                    .withPane());

    Instant last = minute(60).minus(org.joda.time.Duration.millis(1));
    PAssert.that(out.apply(Reify.timestamps()))
        .containsInAnyOrder(
            TimestampedValue.of(result(out, "a", 0, 60, 1, 1, "early", 0, false), last),
            TimestampedValue.of(result(out, "a", 0, 60, 1, 2, "late", 1, false), last));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void hotKeyFanout_firesAsWithout() {
    PCollection<Row> out =
        stream(lateByAnHour())
            .apply(
                hourly().withAllowedLateness(Duration.ofHours(2)).withHotKeyFanout(3).withPane());

    PAssert.that(out)
        .containsInAnyOrder(
            result(out, "a", 0, 60, 1, 1, "on_time", 0, false),
            result(out, "a", 0, 60, 2, 3, "late", 1, false),
            result(out, "a", 0, 60, 4, 15, "late", 2, false),
            result(out, "b", 0, 60, 1, 16, "late", 0, false));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void hotKeyFanout_discarding_givesEachRecordOnce() {
    PCollection<Row> out =
        stream(
                events()
                    .addElements(at(0, "a", 1))
                    .addElements(at(1, "a", 2))
                    .addElements(at(2, "a", 4))
                    .advanceWatermarkToInfinity())
            .apply(
                hourly()
                    .withFirings(Firings.onTime().earlyEvery(Duration.ofSeconds(10)).discarding())
                    .withHotKeyFanout(4)
                    .withPane());

    PAssert.that(out).containsInAnyOrder(result(out, "a", 0, 60, 3, 7, "on_time", 0, true));
    pipeline.run().waitUntilFinish();
  }

  private static Aggregate hourly() {
    return Aggregate.by("id").over(Windows.fixed(HOUR)).count("count").sum("n", "sum");
  }

  private static TestStream.Builder<Row> events() {
    return TestStream.create(EVENT);
  }

  private PCollection<Row> stream(TestStream<Row> stream) {
    return pipeline.apply(stream).setRowSchema(EVENT);
  }

  private static TimestampedValue<Row> at(int minute, String id, long n) {
    return TimestampedValue.of(Row.withSchema(EVENT).addValues(id, n).build(), minute(minute));
  }

  private static TimestampedValue<Row> on(String time, long n) {
    return TimestampedValue.of(
        Row.withSchema(EVENT).addValues("a", n).build(), Instant.parse(time));
  }

  private static Instant minute(int minute) {
    return START.plus(org.joda.time.Duration.standardMinutes(minute));
  }

  private static org.joda.time.Duration seconds(int seconds) {
    return org.joda.time.Duration.standardSeconds(seconds);
  }

  private static Row result(
      PCollection<Row> out,
      String id,
      int startMinute,
      int endMinute,
      long count,
      long sum,
      String timing,
      long index,
      boolean isFinal) {
    return row(
        out, id, minute(startMinute), minute(endMinute), count, sum, pane(timing, index, isFinal));
  }

  private static Row pane(String timing, long index, boolean isFinal) {
    return Row.withSchema(Panes.SCHEMA).addValues(timing, index, isFinal).build();
  }

  private static Row row(PCollection<Row> out, Object... values) {
    return Row.withSchema(out.getSchema()).addValues(values).build();
  }
}
