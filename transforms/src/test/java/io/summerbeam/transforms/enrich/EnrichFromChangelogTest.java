package io.summerbeam.transforms.enrich;

import static io.summerbeam.transforms.enrich.ChangelogEvents.at;
import static io.summerbeam.transforms.enrich.ChangelogEvents.change;
import static io.summerbeam.transforms.enrich.ChangelogEvents.delete;
import static io.summerbeam.transforms.enrich.ChangelogEvents.record;
import static io.summerbeam.transforms.enrich.ChangelogEvents.stream;
import static io.summerbeam.transforms.enrich.ChangelogEvents.upsert;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.testing.DeadLettersAssert;
import io.summerbeam.sdk.testing.ExpectedDeadLetter;
import io.summerbeam.sdk.window.Windows;
import io.summerbeam.transforms.Counters;
import io.summerbeam.transforms.enrich.ChangelogEvents.DescribeFn;
import io.summerbeam.transforms.enrich.ChangelogEvents.Inputs;
import io.summerbeam.transforms.mask.KeysetSource;
import io.summerbeam.transforms.mask.PayloadPolicies;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.SlidingWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.junit.Rule;
import org.junit.Test;

/** Which version of a table a record meets, and when. */
public class EnrichFromChangelogTest {

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  public void record_meetsTheTableAsOfItsOwnTime() {
    PAssert.that(
            described(
                stream()
                    .addElements(upsert(10, "a", 1), upsert(20, "a", 2), upsert(10, "b", 7))
                    .addElements(
                        record(9, "a", 0),
                        record(10, "a", 1),
                        record(19, "a", 2),
                        record(20, "a", 3),
                        record(99, "b", 4))
                    .advanceWatermarkToInfinity(),
                keeping()))
        .containsInAnyOrder("0=null@9", "1=1@10", "2=1@19", "3=2@20", "4=7@99");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void changes_outOfOrderAndAfterTheRecord_areMetAsOfTheirTime() {
    PAssert.that(
            described(
                stream()
                    .addElements(record(25, "a", 0), record(15, "a", 1))
                    .addElements(upsert(20, "a", 2))
                    .advanceWatermarkTo(at(5))
                    .addElements(upsert(30, "a", 3), upsert(10, "a", 1))
                    .advanceWatermarkToInfinity(),
                keeping()))
        .containsInAnyOrder("0=2@25", "1=1@15");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void watermarkAtTheRecordsTime_changeOfThatTimeMayStillCome() {
    PAssert.that(
            described(
                stream()
                    .addElements(upsert(10, "a", 1), record(20, "a", 0))
                    .advanceWatermarkTo(at(20))
                    .addElements(upsert(20, "a", 2))
                    .advanceWatermarkToInfinity(),
                keeping()))
        .containsInAnyOrder("0=2@20");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void withDeletes_deletedKeyIsMissedUntilItIsThereAgain() {
    PAssert.that(
            described(
                stream()
                    .addElements(upsert(10, "a", 1), delete(20, "a"), upsert(30, "a", 3))
                    .addElements(change(40, "a", 4, null, null))
                    .addElements(
                        record(19, "a", 0),
                        record(20, "a", 1),
                        record(29, "a", 2),
                        record(30, "a", 3),
                        record(40, "a", 4))
                    .advanceWatermarkToInfinity(),
                enrich -> enrich.withDeletes("gone")))
        .containsInAnyOrder("0=1@19", "1=null@20", "2=null@29", "3=3@30", "4=4@40");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void withDeleteWhen_conditionSaysWhatADeleteIs() {
    PAssert.that(
            described(
                stream()
                    .addElements(upsert(10, "a", 1), upsert(20, "a", -5))
                    .addElements(record(10, "a", 0), record(21, "a", 1))
                    .advanceWatermarkToInfinity(),
                enrich -> enrich.withDeleteWhen("price < 0")))
        .containsInAnyOrder("0=1@10", "1=null@21");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void deleteThatWasCollected_leavesNothingBehind() {
    PAssert.that(
            described(
                stream()
                    .addElements(upsert(10, "a", 1))
                    .advanceWatermarkTo(at(15))
                    .addElements(delete(20, "a"))
                    .advanceWatermarkTo(at(1000))
                    .addElements(record(2000, "a", 0))
                    .advanceWatermarkToInfinity(),
                enrich -> enrich.withDeletes("gone")))
        .containsInAnyOrder("0=null@2000");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void delete_isNotForgottenWhileTheWatermarkIsAtItsTime() {
    PAssert.that(
            described(
                stream()
                    .addElements(record(10, "a", 0), change(20, "a", 1, true, 2L))
                    // The timer fires for the record.
                    .advanceWatermarkTo(at(20))
                    .addElements(change(20, "a", 1, false, 1L), record(30, "a", 1))
                    .advanceWatermarkToInfinity(),
                enrich -> enrich.withVersion("lsn").withDeletes("gone")))
        .containsInAnyOrder("0=null@10", "1=null@30");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void withTtl_changeExpiresInEventTime() {
    PAssert.that(
            described(
                stream()
                    .addElements(upsert(10, "a", 1), upsert(12, "a", 2), upsert(30, "a", 3))
                    .addElements(
                        record(10, "a", 0),
                        record(16, "a", 1),
                        record(17, "a", 2),
                        record(34, "a", 3))
                    .advanceWatermarkToInfinity(),
                enrich -> enrich.withTtl(Duration.ofSeconds(5))))
        .containsInAnyOrder("0=1@10", "1=2@16", "2=null@17", "3=3@34");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void withVersion_greaterIsTheNewerOfOneTime() {
    PAssert.that(
            described(
                stream()
                    .addElements(
                        change(10, "a", 1, false, 8L),
                        change(10, "a", 2, false, 9L),
                        change(10, "a", 3, false, 7L),
                        change(10, "a", 4, false, null),
                        change(10, "b", 1, false, 1L),
                        change(10, "b", 2, true, 2L))
                    .addElements(record(10, "a", 0), record(11, "b", 1))
                    .advanceWatermarkToInfinity(),
                enrich -> enrich.withVersion("lsn").withDeletes("gone")))
        .containsInAnyOrder("0=2@10", "1=null@11");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void equalTimes_withoutVersion_doNotDependOnTheOrderOfArrival() {
    PAssert.that(
            described(
                stream()
                    .addElements(upsert(10, "a", 1))
                    .addElements(upsert(10, "a", 2))
                    .addElements(delete(10, "a"))
                    .addElements(delete(10, "b"))
                    .addElements(upsert(10, "b", 2))
                    .addElements(upsert(10, "b", 1))
                    .addElements(record(10, "a", 0), record(10, "b", 1))
                    .advanceWatermarkToInfinity(),
                enrich -> enrich.withDeletes("gone")))
        .containsInAnyOrder("0=2@10", "1=2@10");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void withWait_changesThatComeSoLateAreMet() {
    PAssert.that(
            described(
                stream()
                    .addElements(upsert(5, "a", 1), record(10, "a", 0))
                    .advanceWatermarkTo(at(30))
                    .addElements(upsert(9, "a", 2))
                    .advanceWatermarkTo(at(50))
                    .addElements(upsert(10, "a", 3))
                    .advanceWatermarkToInfinity(),
                enrich -> enrich.withWait(Duration.ofSeconds(30))))
        .containsInAnyOrder("0=2@10");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void lateRecord_withinHistory_meetsTheVersionOfItsTime() {
    PAssert.that(
            described(
                stream()
                    .addElements(upsert(10, "a", 1), upsert(20, "a", 2), upsert(30, "a", 3))
                    .advanceWatermarkTo(at(60))
                    .addElements(record(25, "a", 0), record(20, "a", 1))
                    .advanceWatermarkToInfinity(),
                enrich -> enrich.withHistory(Duration.ofSeconds(40))))
        .containsInAnyOrder("0=2@25", "1=2@20");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void lateRecord_beforeTheHistory_missesAndMeetsNoOtherVersion() {
    PAssert.that(
            described(
                stream()
                    .addElements(upsert(10, "a", 1), upsert(20, "a", 2), upsert(30, "a", 3))
                    .advanceWatermarkTo(at(60))
                    .addElements(record(25, "a", 0), record(30, "a", 1))
                    .advanceWatermarkToInfinity(),
                enrich -> enrich.withHistory(Duration.ofSeconds(10))))
        .containsInAnyOrder("0=null@25", "1=3@30");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void withHistory_default_isTheAllowedLatenessOfTheInput() {
    Inputs inputs =
        ChangelogEvents.in(
            pipeline,
            stream()
                .addElements(upsert(10, "a", 1), upsert(20, "a", 2), upsert(30, "a", 3))
                .advanceWatermarkTo(at(60))
                .addElements(record(25, "a", 0))
                .advanceWatermarkToInfinity());
    PCollection<Row> lateAllowed =
        inputs
            .records()
            .apply(
                Window.<Row>into(FixedWindows.of(seconds(10)))
                    .withAllowedLateness(seconds(40))
                    .discardingFiredPanes());
    PAssert.that(lateAllowed.apply(keep(inputs)).apply(ParDo.of(new DescribeFn())))
        .containsInAnyOrder("0=2@25 in 20");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void withHistory_default_isTheAllowedLatenessOfTheChanges_ifThatIsLonger() {
    Inputs inputs =
        ChangelogEvents.in(
            pipeline,
            stream()
                .addElements(delete(20, "a"), delete(20, "b"))
                .advanceWatermarkTo(at(30))
                .addElements(upsert(19, "a", 1), upsert(21, "b", 2))
                .addElements(record(40, "a", 0), record(40, "b", 1))
                .advanceWatermarkToInfinity());
    PCollection<Row> lateAllowed =
        inputs
            .changes()
            .apply(
                Window.<Row>into(FixedWindows.of(seconds(10)))
                    .withAllowedLateness(seconds(40))
                    .discardingFiredPanes());
    // Without the delete, which came before, the late change would be the newest for ever.
    PAssert.that(
            inputs
                .records()
                .apply(keep(new Inputs(inputs.records(), lateAllowed)).withDeletes("gone"))
                .apply(ParDo.of(new DescribeFn())))
        .containsInAnyOrder("0=null@40", "1=2@40");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void windowsAndTimestamps_areThoseOfTheInput() {
    Inputs inputs =
        ChangelogEvents.in(
            pipeline,
            stream()
                .addElements(upsert(1, "a", 1))
                .addElements(record(25, "a", 0), record(25, null, 1))
                .advanceWatermarkToInfinity());
    PCollection<Row> out =
        inputs
            .records()
            .apply(Window.into(SlidingWindows.of(seconds(20)).every(seconds(10))))
            .apply(keep(inputs));
    PAssert.that(out.apply(ParDo.of(new DescribeFn())))
        .containsInAnyOrder("0=1@25 in 10", "0=1@25 in 20", "1=null@25 in 10", "1=null@25 in 20");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void waitingRecords_holdTheWatermark_soThatNoneIsLateBehindIt() {
    Inputs inputs =
        ChangelogEvents.in(
            pipeline,
            stream()
                .addElements(upsert(1, "a", 1), record(5, "a", 0))
                .advanceWatermarkTo(at(30))
                .addElements(record(32, "a", 1), record(3, "b", 2))
                .advanceWatermarkTo(at(100))
                .advanceWatermarkToInfinity());
    PCollection<Row> windowed =
        inputs.records().apply(Window.into(Windows.fixed(Duration.ofSeconds(10))));
    PCollection<Row> out = windowed.apply(keep(inputs).withWait(Duration.ofSeconds(40)));
    PCollection<Long> counts =
        out.apply(
            org.apache.beam.sdk.transforms.Combine.globally(Count.<Row>combineFn())
                .withoutDefaults());
    // The record of second 3 came too late for its window already, and leaves as late.
    PAssert.that(counts).inWindow(window(0)).containsInAnyOrder(2L);
    PAssert.that(counts).inWindow(window(30)).containsInAnyOrder(1L);
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void misses_areDeadLetters_andEveryRecordIsOutOrDead() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    Inputs inputs =
        ChangelogEvents.in(
            pipeline,
            stream()
                .addElements(upsert(10, "a", 1), upsert(10, null, 9))
                .addElements(
                    record(10, "a", 0), record(9, "a", 1), record(11, "b", 2), record(12, null, 3))
                .advanceWatermarkToInfinity());
    PCollection<Row> out;
    try (dead) {
      out =
          inputs
              .records()
              .apply(
                  Enrich.fromChangelog(inputs.changes())
                      .on("sku", "id")
                      .take("price")
                      .withStepName("Prices")
                      .withDeadLetters(dead));
    }
    PAssert.that(out.apply(ParDo.of(new DescribeFn()))).containsInAnyOrder("0=1@10");
    DeadLettersAssert.that(dead)
        .containsInAnyOrder(
            missed("{\"sku\":\"a\",\"n\":1}"),
            missed("{\"sku\":\"b\",\"n\":2}"),
            missed("{\"sku\":null,\"n\":3}"));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(Counters.of(result, "Prices/records_in"), equalTo(4L));
    assertThat(Counters.of(result, "Prices/records_out"), equalTo(1L));
    assertThat(Counters.of(result, "Prices/records_dead.lookup_miss"), equalTo(3L));
    assertThat(Counters.of(result, "Prices/changes_in"), equalTo(2L));
    assertThat(Counters.of(result, "Prices/changes_without_key"), equalTo(1L));
  }

  @Test
  public void drop_dropsAndCounts() {
    PAssert.that(
            described(
                stream()
                    .addElements(upsert(10, "a", 1))
                    .addElements(record(10, "a", 0), record(9, "a", 1), record(9, null, 2))
                    .advanceWatermarkToInfinity(),
                enrich -> enrich.withOnMiss(OnMiss.DROP)))
        .containsInAnyOrder("0=1@10");
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(Counters.of(result, "Enrich/records_in"), equalTo(3L));
    assertThat(Counters.of(result, "Enrich/records_out"), equalTo(1L));
    assertThat(Counters.of(result, "Enrich/records_dropped"), equalTo(2L));
  }

  @Test
  public void inWindows_withTtl_givesTheSame() {
    PAssert.that(
            described(
                stream()
                    .addElements(upsert(10, "a", 1), upsert(42, "a", 2), delete(44, "a"))
                    .addElements(
                        record(9, "a", 0),
                        record(10, "a", 1),
                        record(34, "a", 2),
                        record(35, "a", 3),
                        record(43, "a", 4),
                        record(45, "a", 5),
                        record(45, null, 6))
                    .advanceWatermarkToInfinity(),
                enrich ->
                    enrich
                        .withDeletes("gone")
                        .withTtl(Duration.ofSeconds(25))
                        .inWindows(Duration.ofSeconds(10))))
        .containsInAnyOrder(
            "0=null@9", "1=1@10", "2=1@34", "3=null@35", "4=2@43", "5=null@45", "6=null@45");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void inWindows_withWait_windowStaysOpen() {
    PAssert.that(
            described(
                stream()
                    .addElements(record(5, "a", 0))
                    .advanceWatermarkTo(at(20))
                    .addElements(upsert(4, "a", 1))
                    .advanceWatermarkTo(at(25))
                    .addElements(upsert(5, "a", 2))
                    .advanceWatermarkToInfinity(),
                enrich ->
                    enrich
                        .withTtl(Duration.ofSeconds(25))
                        .withWait(Duration.ofSeconds(12))
                        .inWindows(Duration.ofSeconds(10))))
        .containsInAnyOrder("0=1@5");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void inWindows_windowsAndTimestamps_areThoseOfTheInput() {
    Inputs inputs =
        ChangelogEvents.in(
            pipeline,
            stream()
                .addElements(upsert(1, "a", 1))
                .addElements(record(25, "a", 0))
                .advanceWatermarkToInfinity());
    PCollection<Row> out =
        inputs
            .records()
            .apply(Window.into(SlidingWindows.of(seconds(20)).every(seconds(10))))
            .apply(keep(inputs).withTtl(Duration.ofMinutes(1)).inWindows(Duration.ofSeconds(7)));
    PAssert.that(out.apply(ParDo.of(new DescribeFn())))
        .containsInAnyOrder("0=1@25 in 10", "0=1@25 in 20");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void policyWithoutItsKey_failsBeforeARecordDoes() {
    DeadLetters dead =
        DeadLetters.in(pipeline)
            .withPayloadPolicy(PayloadPolicies.encrypt(KeysetSource.of("env:NO_SUCH_KEYSET")))
            .collect();
    Inputs inputs =
        ChangelogEvents.in(
            pipeline,
            stream()
                .addElements(upsert(1, "a", 1), record(2, "a", 0))
                .advanceWatermarkToInfinity());
    inputs
        .records()
        .apply(
            Enrich.fromChangelog(inputs.changes())
                .on("sku", "id")
                .take("price")
                .withDeadLetters(dead));
    dead.close();
    Exception e = assertThrows(RuntimeException.class, () -> pipeline.run().waitUntilFinish());
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    assertThat(text.toString(), containsString("NO_SUCH_KEYSET"));
  }

  @Test
  public void inWindows_recordsAreNotLateWhenTheyLeave() {
    Inputs inputs =
        ChangelogEvents.in(
            pipeline,
            stream()
                .addElements(upsert(0, "a", 1), record(1, "a", 0))
                .advanceWatermarkTo(at(5))
                .addElements(record(7, "a", 1))
                .advanceWatermarkTo(at(12))
                .advanceWatermarkToInfinity());
    PCollection<Long> counts =
        inputs
            .records()
            .apply(Window.into(FixedWindows.of(seconds(1))))
            .apply(keep(inputs).withTtl(Duration.ofMinutes(1)).inWindows(Duration.ofSeconds(10)))
            .apply(Combine.globally(Count.<Row>combineFn()).withoutDefaults());
    PAssert.that(counts).containsInAnyOrder(1L, 1L);
    pipeline.run().waitUntilFinish();
  }

  private PCollection<String> described(
      TestStream<Row> stream, UnaryOperator<EnrichFromChangelog> settings) {
    Inputs inputs = ChangelogEvents.in(pipeline, stream);
    return inputs.records().apply(settings.apply(keep(inputs))).apply(ParDo.of(new DescribeFn()));
  }

  private static UnaryOperator<EnrichFromChangelog> keeping() {
    return enrich -> enrich;
  }

  private static EnrichFromChangelog keep(Inputs inputs) {
    return Enrich.fromChangelog(inputs.changes())
        .on("sku", "id")
        .take("price")
        .withOnMiss(OnMiss.KEEP);
  }

  private static ExpectedDeadLetter missed(String json) {
    return ExpectedDeadLetter.of("Prices", Reason.LOOKUP_MISS, json);
  }

  private static org.joda.time.Duration seconds(int seconds) {
    return org.joda.time.Duration.standardSeconds(seconds);
  }

  private static IntervalWindow window(long second) {
    return new IntervalWindow(at(second), seconds(10));
  }
}
