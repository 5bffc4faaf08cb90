package io.summerbeam.transforms.aggregate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.ReplayHeaders;
import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.sdk.window.Windows;
import io.summerbeam.transforms.Counters;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.Rule;
import org.junit.Test;

/** {@link Aggregate} that keeps what is late. Times are minutes. */
public class AggregateLateDataTest {

  private static final Schema EVENT =
      Schema.builder().addStringField("id").addInt64Field("n").build();

  private static final Schema REPLAYED = Provenance.addTo(EVENT);
  private static final long MINUTE = 60_000;

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  public void recordAtTheLastMillisecondBeforeTheWindowCloses_isInTime() {
    check(
        hourly(),
        stream()
            .addElements(at(0, "a", 1))
            .advanceWatermarkTo(millis(60 * MINUTE - 1))
            .addElements(at(1, "a", 2))
            .advanceWatermarkToInfinity(),
        List.of("a 0-60 2 3"),
        List.of());
  }

  @Test
  public void recordWhenTheWindowHasJustClosed_isLate() {
    check(
        hourly(),
        stream()
            .addElements(at(0, "a", 1))
            .advanceWatermarkTo(millis(60 * MINUTE))
            .addElements(at(1, "a", 2))
            .advanceWatermarkToInfinity(),
        List.of("a 0-60 1 1"),
        List.of("a 2 0-60 late 0"));
  }

  @Test
  public void recordAMillisecondLater_isLateByThat() {
    check(
        hourly(),
        stream()
            .addElements(at(0, "a", 1))
            .advanceWatermarkTo(millis(60 * MINUTE + 1))
            .addElements(at(1, "a", 2), at(60, "a", 3))
            .advanceWatermarkToInfinity(),
        List.of("a 0-60 1 1", "a 60-120 1 3"),
        List.of("a 2 0-60 late 1"));
  }

  @Test
  public void keyWithoutARecordInTheWindow_isNotLate_butThenTheWindowIsClosedForItToo() {
    check(
        hourly(),
        stream()
            .addElements(at(0, "a", 1))
            .advanceWatermarkTo(minute(130))
            .addElements(at(1, "b", 2), at(2, "b", 3), at(3, "a", 4))
            .advanceWatermarkTo(minute(131))
            .addElements(at(4, "b", 5))
            .advanceWatermarkToInfinity(),
        List.of("a 0-60 1 1", "b 0-60 2 5"),
        List.of("a 4 0-60 late " + 70 * MINUTE, "b 5 0-60 late " + 71 * MINUTE));
  }

  @Test
  public void watermarkThatJumps_closesEachWindowOnce() {
    check(
        hourly(),
        stream()
            .addElements(at(0, "a", 1), at(61, "a", 2), at(200, "a", 3))
            .advanceWatermarkTo(minute(1000))
            .addElements(at(201, "a", 4), at(130, "a", 5), at(62, "a", 6))
            .advanceWatermarkToInfinity(),
        List.of("a 0-60 1 1", "a 60-120 1 2", "a 180-240 1 3", "a 120-180 1 5"),
        List.of("a 4 180-240 late " + 760 * MINUTE, "a 6 60-120 late " + 880 * MINUTE));
  }

  @Test
  public void closedWindowsForgotten_theWatermarkDecides() {
    Aggregate forAnHour = hourly().withClosedWindowsFor(Duration.ofHours(1));
    check(
        forAnHour,
        stream()
            .addElements(at(0, "a", 1))
            .advanceWatermarkTo(millis(120 * MINUTE - 1))
            // Remembered: its window is closed for a, and not for b.
            .addElements(at(1, "a", 2), at(1, "b", 3))
            .advanceWatermarkTo(minute(120))
            // Forgotten: late, whether its key was seen or not.
            .addElements(at(2, "a", 4), at(2, "c", 5))
            .advanceWatermarkTo(minute(300))
            .addElements(at(3, "a", 6), at(3, "b", 7), at(3, "d", 8))
            .advanceWatermarkToInfinity(),
        List.of("a 0-60 1 1", "b 0-60 1 3"),
        List.of(
            "a 2 0-60 late " + (60 * MINUTE - 1),
            "a 4 0-60 late " + 60 * MINUTE,
            "c 5 0-60 late " + 60 * MINUTE,
            "a 6 0-60 late " + 240 * MINUTE,
            "b 7 0-60 late " + 240 * MINUTE,
            "d 8 0-60 late " + 240 * MINUTE));
  }

  @Test
  public void nothingRemembered_isTheRuleOfBeam() {
    check(
        hourly().withClosedWindowsFor(Duration.ZERO),
        stream()
            .addElements(at(0, "a", 1))
            .advanceWatermarkTo(millis(60 * MINUTE - 1))
            .addElements(at(1, "b", 2))
            .advanceWatermarkTo(minute(60))
            .addElements(at(2, "a", 3), at(2, "c", 4))
            .advanceWatermarkToInfinity(),
        List.of("a 0-60 1 1", "b 0-60 1 2"),
        List.of("a 3 0-60 late 0", "c 4 0-60 late 0"));
  }

  @Test
  public void sliding_recordIsLateForTheWindowsThatAreClosed_andInTheOthers() {
    Aggregate sliding =
        Aggregate.by("id")
            .over(Windows.sliding(Duration.ofMinutes(60), Duration.ofMinutes(20)))
            .count("count")
            .sum("n", "sum");
    check(
        sliding,
        stream()
            .addElements(at(45, "a", 1))
            .advanceWatermarkTo(minute(85))
            .addElements(at(46, "a", 2))
            .advanceWatermarkToInfinity(),
        List.of("a 0-60 1 1", "a 20-80 1 1", "a 40-100 2 3"),
        List.of("a 2 0-60 late " + 25 * MINUTE, "a 2 20-80 late " + 5 * MINUTE));
  }

  @Test
  public void allowedLateness_accumulating_lateRecordsGiveAllAgain_untilItIsOver() {
    check(
        hourly(),
        Window.<Row>configure()
            .withAllowedLateness(org.joda.time.Duration.standardMinutes(30))
            .accumulatingFiredPanes(),
        latenessOfHalfAnHour(),
        List.of("a 0-60 1 1", "a 0-60 2 3", "a 0-60 3 7", "b 0-60 1 8"),
        List.of("a 16 0-60 late " + 30 * MINUTE));
  }

  @Test
  public void allowedLateness_discarding_lateRecordsGiveTheirOwn_untilItIsOver() {
    check(
        hourly(),
        Window.<Row>configure()
            .withAllowedLateness(org.joda.time.Duration.standardMinutes(30))
            .discardingFiredPanes(),
        latenessOfHalfAnHour(),
        List.of("a 0-60 1 1", "a 0-60 1 2", "a 0-60 1 4", "b 0-60 1 8"),
        List.of("a 16 0-60 late " + 30 * MINUTE));
  }

  private static TestStream<Row> latenessOfHalfAnHour() {
    return stream()
        .addElements(at(0, "a", 1))
        .advanceWatermarkTo(minute(60))
        .addElements(at(1, "a", 2))
        .advanceWatermarkTo(minute(70))
        .addElements(at(2, "b", 8))
        .advanceWatermarkTo(millis(90 * MINUTE - 1))
        .addElements(at(2, "a", 4))
        .advanceWatermarkTo(minute(90))
        .addElements(at(3, "a", 16))
        .advanceWatermarkToInfinity();
  }

  @Test
  public void panes_sayWhichResultIsOnTime() {
    PCollection<String> panes =
        results(
                hourly(),
                Window.<Row>configure()
                    .withAllowedLateness(org.joda.time.Duration.standardMinutes(30))
                    .accumulatingFiredPanes(),
                latenessOfHalfAnHour())
            .get(SplitLateData.RESULTS)
            .apply(ParDo.of(new PaneFn()));

    PAssert.that(panes)
        .containsInAnyOrder("a 1 ON_TIME 0", "a 3 LATE 1", "a 7 LATE 2", "b 8 ON_TIME 0");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void sessions_recordThatWouldHaveBeenInAClosedOneIsLate_othersAreNot() {
    Aggregate sessions =
        Aggregate.by("id")
            .over(Windows.sessions(Duration.ofMinutes(10)))
            .count("count")
            .sum("n", "sum");
    check(
        sessions,
        stream()
            .addElements(at(0, "a", 1), at(9, "a", 2), at(17, "a", 4), at(40, "a", 8))
            .addElements(at(100, "a", 16))
            .advanceWatermarkTo(minute(45))
            // Into the closed one from both sides; between the closed and the open one; and the
            // open one grows to both sides.
            .addElements(at(26, "a", 32), at(10, "a", 64), at(28, "a", 128), at(37, "a", 256))
            .addElements(at(-9, "a", 512), at(-30, "a", 1024), at(49, "a", 2048))
            .advanceWatermarkToInfinity(),
        List.of(
            "a 0-27 3 7",
            "a 28-59 4 " + (8 + 128 + 256 + 2048),
            "a -30--20 1 1024",
            "a 100-110 1 16"),
        List.of(
            "a 32 0-27 late " + 18 * MINUTE,
            "a 64 0-27 late " + 18 * MINUTE,
            "a 512 0-27 late " + 18 * MINUTE));
  }

  @Test
  public void calendarDays_ofSeveralKeysInSeveralBundles() {
    Aggregate daily =
        Aggregate.by("id").over(Windows.days(ZoneOffset.UTC)).count("count").sum("n", "sum");
    long day = 24 * 60;
    check(
        daily,
        stream()
            .addElements(at(1, "a", 1), at(2, "b", 2))
            .addElements(at(day + 1, "a", 3))
            .addElements(at(3, "a", 4))
            .advanceWatermarkTo(minute(day + 60))
            .addElements(at(4, "b", 5), at(day + 2, "b", 6))
            .addElements(at(5, "c", 7))
            .advanceWatermarkToInfinity(),
        List.of(
            "a 0-1440 2 5", "b 0-1440 1 2", "c 0-1440 1 7", "a 1440-2880 1 3", "b 1440-2880 1 6"),
        List.of("b 5 0-1440 late " + 60 * MINUTE));
  }

  @Test
  public void deadLetters_saySinceWhenTheWindowIsClosed_withoutTheRecordInTheMessage() {
    PCollection<Row> out;
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      out =
          events(
                  stream()
                      .addElements(at(0, "a", 1))
                      .advanceWatermarkTo(minute(61))
                      .addElements(at(1, "a", 2))
                      .advanceWatermarkToInfinity())
              .apply(hourly().withLateData(dead));
    }

    PAssert.that(out.apply(ParDo.of(new ResultFn()))).containsInAnyOrder("a 0-60 1 1");
    PAssert.that(dead.collection())
        .satisfies(
            letters -> {
              List<DeadLetter> all = new ArrayList<>();
              letters.forEach(all::add);
              assertThat(all.size(), equalTo(1));
              DeadLetter letter = all.get(0);
              assertThat(letter.reason(), equalTo("late"));
              assertThat(letter.step(), equalTo("Aggregate"));
              assertThat(
                  letter.message(),
                  equalTo(
                      "The window of the record was closed: the watermark had passed its end by"
                          + " PT1M."));
              assertThat(letter.eventTime(), equalTo(minute(1)));
              assertThat(letter.windowStart(), equalTo(minute(0)));
              assertThat(letter.windowEnd(), equalTo(minute(60)));
              assertThat(letter.payloadFormat(), equalTo("row+json"));
              return null;
            });
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(Counters.of(result, "Aggregate/records_in"), equalTo(2L));
    assertThat(Counters.of(result, "Aggregate/records_out"), equalTo(1L));
    assertThat(Counters.of(result, "Aggregate/records_late"), equalTo(1L));
    assertThat(Counters.of(result, "Aggregate/records_dead.late"), equalTo(1L));
  }

  @Test
  public void deadLettersAndAnOutput_lateRecordIsInBoth() {
    PCollectionTuple out;
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      out =
          events(
                  stream()
                      .addElements(at(0, "a", 1))
                      .advanceWatermarkTo(minute(61))
                      .addElements(at(1, "a", 2))
                      .advanceWatermarkToInfinity())
              .apply(hourly().withLateData(dead).keepingLateData());
    }

    PAssert.that(out.get(SplitLateData.RESULTS).apply("results", ParDo.of(new ResultFn())))
        .containsInAnyOrder("a 0-60 1 1");
    PAssert.that(out.get(SplitLateData.LATE).apply("late", ParDo.of(new LateFn())))
        .containsInAnyOrder("a 2 0-60 late " + MINUTE);
    PAssert.that(dead.collection())
        .satisfies(
            letters -> {
              List<String> all = new ArrayList<>();
              letters.forEach(letter -> all.add(letter.reason() + " " + letter.eventTime()));
              assertThat(all, containsInAnyOrder("late " + minute(1)));
              return null;
            });
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(Counters.of(result, "Aggregate/records_late"), equalTo(1L));
    assertThat(Counters.of(result, "Aggregate/records_dead.late"), equalTo(1L));
  }

  @Test
  public void recordThatWasReplayed_isInItsWindowWhileItIsOpen_elseLateAgainWithOneAttemptMore() {
    PCollection<Row> out;
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      out =
          pipeline
              .apply(
                  TestStream.create(REPLAYED)
                      .addElements(replayed(0, "a", 1))
                      .advanceWatermarkTo(minute(60))
                      .addElements(replayed(1, "a", 2))
                      .advanceWatermarkTo(minute(90))
                      .addElements(replayed(2, "a", 4))
                      .advanceWatermarkToInfinity())
              .setRowSchema(REPLAYED)
              .apply(hourly().withAllowedLateness(Duration.ofMinutes(30)).withLateData(dead));
    }

    PAssert.that(out.apply(ParDo.of(new ResultFn())))
        .containsInAnyOrder("a 0-60 1 1", "a 0-60 2 3");
    PAssert.that(dead.collection())
        .satisfies(
            letters -> {
              List<String> all = new ArrayList<>();
              letters.forEach(letter -> all.add(letter.eventTime() + " " + letter.attempts()));
              assertThat(all, containsInAnyOrder(minute(2) + " 2"));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  /** As a source has what was replayed into it after one attempt. */
  private static TimestampedValue<Row> replayed(long minute, String id, long n) {
    return TimestampedValue.of(
        Row.withSchema(REPLAYED)
            .addValues(
                id,
                n,
                Provenance.ofKafka("events", 0, minute)
                    .withHeaders(Map.of(ReplayHeaders.ATTEMPTS, "1"))
                    .toBytes())
            .build(),
        minute(minute));
  }

  @Test
  public void deadLetters_slidingWindows_recordIsOneLetterWithTheLastWindowItMissed() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      events(
              stream()
                  .addElements(at(45, "a", 1))
                  .advanceWatermarkTo(minute(85))
                  .addElements(at(46, "a", 2))
                  .advanceWatermarkToInfinity())
          .apply(
              Aggregate.by("id")
                  .over(Windows.sliding(Duration.ofMinutes(60), Duration.ofMinutes(20)))
                  .count("count")
                  .withLateData(dead));
    }

    PAssert.that(dead.collection())
        .satisfies(
            letters -> {
              List<String> all = new ArrayList<>();
              letters.forEach(letter -> all.add(letter.windowStart() + " " + letter.message()));
              assertThat(
                  all,
                  containsInAnyOrder(
                      minute(20)
                          + " Of the 3 windows of the record 2 were closed: the watermark had"
                          + " passed the end of the last of these by PT5M."));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  private void check(
      Aggregate aggregate, TestStream<Row> stream, List<String> results, List<String> late) {
    check(aggregate, null, stream, results, late);
  }

  private void check(
      Aggregate aggregate,
      Window<Row> firings,
      TestStream<Row> stream,
      List<String> results,
      List<String> late) {
    PCollectionTuple out = results(aggregate, firings, stream);
    PAssert.that(out.get(SplitLateData.RESULTS).apply("results", ParDo.of(new ResultFn())))
        .containsInAnyOrder(results);
    PAssert.that(out.get(SplitLateData.LATE).apply("late", ParDo.of(new LateFn())))
        .containsInAnyOrder(late);
    pipeline.run().waitUntilFinish();
  }

  private PCollectionTuple results(
      Aggregate aggregate, Window<Row> firings, TestStream<Row> stream) {
    PCollection<Row> events = events(stream);
    return (firings == null ? events : events.apply(firings)).apply(aggregate.keepingLateData());
  }

  private static Aggregate hourly() {
    return Aggregate.by("id")
        .over(Windows.fixed(Duration.ofHours(1)))
        .count("count")
        .sum("n", "sum");
  }

  private PCollection<Row> events(TestStream<Row> stream) {
    return pipeline.apply(stream).setRowSchema(EVENT);
  }

  private static TestStream.Builder<Row> stream() {
    return TestStream.create(EVENT);
  }

  private static TimestampedValue<Row> at(long minute, String id, long n) {
    return TimestampedValue.of(
        Row.withSchema(EVENT).addValues(id, n).build(), millis(minute * MINUTE));
  }

  private static Instant minute(long minute) {
    return millis(minute * MINUTE);
  }

  private static Instant millis(long millis) {
    return Instant.ofEpochMilli(millis);
  }

  /** Key, window, count, sum; and that it is in its window, with its last timestamp. */
  private static final class ResultFn extends DoFn<Row, String> {
    @ProcessElement
    public void process(
        @Element Row row,
        @Timestamp Instant time,
        BoundedWindow window,
        OutputReceiver<String> out) {
      assertThat(window.maxTimestamp(), equalTo(time));
      assertThat(row.getDateTime("window_end").getMillis() - 1, equalTo(time.getMillis()));
      Long sum = row.getInt64("sum");
      out.output(
          row.getString("id") + " " + windowOf(row) + " " + row.getInt64("count") + " " + sum);
    }
  }

  /** The record, the window, and how late it is. */
  private static final class LateFn extends DoFn<Row, String> {
    @ProcessElement
    public void process(@Element Row row, OutputReceiver<String> out) {
      out.output(
          row.getString("id")
              + " "
              + row.getInt64("n")
              + " "
              + windowOf(row)
              + " late "
              + row.getInt64("lateness_ms"));
    }
  }

  private static final class PaneFn extends DoFn<Row, String> {
    @ProcessElement
    public void process(@Element Row row, PaneInfo pane, OutputReceiver<String> out) {
      out.output(
          row.getString("id")
              + " "
              + row.getInt64("sum")
              + " "
              + pane.getTiming()
              + " "
              + pane.getIndex());
    }
  }

  private static String windowOf(Row row) {
    return row.getDateTime("window_start").getMillis() / MINUTE
        + "-"
        + row.getDateTime("window_end").getMillis() / MINUTE;
  }
}
