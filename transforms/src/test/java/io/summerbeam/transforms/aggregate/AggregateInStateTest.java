package io.summerbeam.transforms.aggregate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.portability.HasAlternative;
import io.summerbeam.sdk.state.StateOptions;
import io.summerbeam.sdk.window.Windows;
import io.summerbeam.transforms.Counters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** {@link Aggregate} where the runner wants windows kept in one state: the results are the same. */
public class AggregateInStateTest {

  private static final Schema EVENT =
      Schema.builder().addNullableField("id", Schema.FieldType.STRING).addInt64Field("n").build();
  private static final long HOUR = 3_600_000;

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Before
  public void windowsInState() {
    StateOptions options = pipeline.getOptions().as(StateOptions.class);
    options.setWindowsInState(true);
    // Several groups share a state.
    options.setStateBuckets(2);
  }

  @Test
  public void randomRecords_eachGroupAndWindowIsExact() {
    Random random = new Random(5);
    List<TimestampedValue<Row>> events = new ArrayList<>();
    Map<String, long[]> expected = new HashMap<>();
    for (int i = 0; i < 2000; i++) {
      String id = "k" + random.nextInt(7);
      long time = random.nextInt(40 * (int) HOUR) - 20 * HOUR;
      long n = random.nextInt(100);
      events.add(at(time, id, n));
      long[] sums =
          expected.computeIfAbsent(id + "@" + Math.floorDiv(time, HOUR) * HOUR, k -> new long[2]);
      sums[0]++;
      sums[1] += n;
    }
    PCollection<Row> out =
        hourly(
            pipeline
                .apply(Create.timestamped(events).withCoder(RowCoder.of(EVENT)))
                .setRowSchema(EVENT));

    PAssert.that(out)
        .satisfies(
            rows -> {
              Map<String, String> found = new HashMap<>();
              rows.forEach(
                  row ->
                      found.put(
                          row.getString("id") + "@" + row.getDateTime("window_start").getMillis(),
                          row.getInt64("count") + " " + row.getInt64("sum")));
              Map<String, String> wanted = new HashMap<>();
              expected.forEach((key, sums) -> wanted.put(key, sums[0] + " " + sums[1]));
              assertThat(found, equalTo(wanted));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void randomRecords_windowsThatOverlap_areExact_andEachRecordIsCountedOnce() {
    long size = 5 * HOUR / 2;
    Random random = new Random(7);
    List<TimestampedValue<Row>> events = new ArrayList<>();
    Map<String, Long> expected = new HashMap<>();
    for (int i = 0; i < 500; i++) {
      String id = "k" + random.nextInt(3);
      long time = random.nextInt(20 * (int) HOUR) - 10 * HOUR;
      events.add(at(time, id, (long) i));
      // Counted from 1970, one begins each hour.
      for (long start = Math.floorDiv(time, HOUR) * HOUR; start > time - size; start -= HOUR) {
        expected.merge(id + "@" + start, (long) i, Long::sum);
      }
    }
    PCollection<Row> out =
        pipeline
            .apply(Create.timestamped(events).withCoder(RowCoder.of(EVENT)))
            .setRowSchema(EVENT)
            .apply(
                Aggregate.by("id")
                    .over(Windows.sliding(Duration.ofMillis(size), Duration.ofHours(1)))
                    .sum("n", "sum"));

    PAssert.that(out)
        .satisfies(
            rows -> {
              Map<String, Long> found = new HashMap<>();
              rows.forEach(
                  row ->
                      found.put(
                          row.getString("id") + "@" + row.getDateTime("window_start").getMillis(),
                          row.getInt64("sum")));
              assertThat(found, equalTo(expected));
              return null;
            });
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(Counters.of(result, "Aggregate/records_in"), equalTo(500L));
  }

  @Test
  public void manyWindowsThatEndAtOnce_leaveInPortions_eachOnce() {
    pipeline.getOptions().as(StateOptions.class).setStateBuckets(1);
    int keys = 70;
    int windows = 1000;
    assertThat(keys * windows, greaterThan(OpenParts.RESULTS));
    List<TimestampedValue<Row>> events = new ArrayList<>();
    for (int key = 0; key < keys; key++) {
      events.add(at(0, "k" + key, 1L));
    }
    PCollection<Row> all =
        pipeline
            .apply(Create.timestamped(events).withCoder(RowCoder.of(EVENT)))
            .setRowSchema(EVENT)
            .apply(
                Aggregate.by("id")
                    .over(Windows.sliding(Duration.ofMillis(windows), Duration.ofMillis(1)))
                    .sum("n", "sum"))
            .apply(
                "All",
                Aggregate.globally()
                    .over(Windows.global())
                    .countDistinct("id", "ids")
                    .count("results")
                    .sum("sum", "records")
                    .withStepName("All"));

    PAssert.that(all)
        .containsInAnyOrder(
            Row.withSchema(all.getSchema())
                .addValues((long) keys, (long) keys * windows, (long) keys * windows)
                .build());
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void whereTimersAreMissing_theAlternativeIsNamed() {
    stream(TestStream.create(EVENT).advanceWatermarkToInfinity())
        .apply("Hourly", Aggregate.by("id").over(Windows.fixed(Duration.ofHours(1))).count("c"));
    List<String> alternatives = new ArrayList<>();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
            if (node.getTransform() instanceof HasAlternative transform) {
              alternatives.add(node.getFullName() + ": " + transform.alternative());
            }
            return CompositeBehavior.ENTER_TRANSFORM;
          }
        });
    assertThat(
        alternatives,
        contains(
            "Hourly/Groups: Say --windowsInState=false: Beam's own windows need no timers of"
                + " ours."));
  }

  @Test
  public void stream_windowsFireOnTime_inTheirWindow_whateverTheOrder() {
    PCollection<Row> out =
        hourly(
            stream(
                TestStream.create(EVENT)
                    .addElements(at(2 * HOUR, "a", 5L), at(0, "a", 1L), at(1, "b", 2L))
                    .addElements(at(2, "a", 3L))
                    .advanceWatermarkTo(Instant.ofEpochMilli(HOUR))
                    .addElements(at(2 * HOUR + 1, "a", 6L))
                    .advanceWatermarkToInfinity()));

    PAssert.that(out)
        .inOnTimePane(hour(0))
        .containsInAnyOrder(result(out, "a", 0, 2, 4), result(out, "b", 0, 1, 2));
    PAssert.that(out).inOnTimePane(hour(2)).containsInAnyOrder(result(out, "a", 2, 2, 11));
    PAssert.that(out)
        .containsInAnyOrder(
            result(out, "a", 0, 2, 4), result(out, "b", 0, 1, 2), result(out, "a", 2, 2, 11));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void groupsOfOneBucket_openAtOnce_eachHasItsOwn() {
    pipeline.getOptions().as(StateOptions.class).setStateBuckets(1);
    // The keys "Aa" and "BB" have equal hashes, as text and as bytes.
    PCollection<Row> out =
        hourly(
            stream(
                TestStream.create(EVENT)
                    .addElements(at(0, "Aa", 1L), at(0, "BB", 10L), at(HOUR, "c", 100L))
                    .addElements(at(1, "BB", 20L), at(HOUR, "Aa", 2L), at(2 * HOUR, "c", 200L))
                    .advanceWatermarkTo(Instant.ofEpochMilli(HOUR))
                    .addElements(at(HOUR, "BB", 30L), at(HOUR + 1, "Aa", 4L))
                    .advanceWatermarkToInfinity()));

    PAssert.that(out)
        .containsInAnyOrder(
            result(out, "Aa", 0, 1, 1),
            result(out, "BB", 0, 2, 30),
            result(out, "Aa", 1, 2, 6),
            result(out, "BB", 1, 1, 30),
            result(out, "c", 1, 1, 100),
            result(out, "c", 2, 1, 200));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void watermarkThatJumps_closesAllItPassed_andNoWindowWithoutRecords() {
    pipeline.getOptions().as(StateOptions.class).setStateBuckets(1);
    PCollection<Row> out =
        hourly(
            stream(
                TestStream.create(EVENT)
                    .addElements(at(0, "a", 1L), at(3 * HOUR, "b", 2L), at(9 * HOUR, "a", 3L))
                    .advanceWatermarkTo(Instant.ofEpochMilli(7 * HOUR))
                    .addElements(at(3 * HOUR, "b", 4L), at(9 * HOUR, "b", 5L))
                    .advanceWatermarkToInfinity()));

    PAssert.that(out).inOnTimePane(hour(0)).containsInAnyOrder(result(out, "a", 0, 1, 1));
    PAssert.that(out).inOnTimePane(hour(3)).containsInAnyOrder(result(out, "b", 3, 1, 2));
    PAssert.that(out)
        .containsInAnyOrder(
            result(out, "a", 0, 1, 1),
            result(out, "b", 3, 1, 2),
            result(out, "a", 9, 1, 3),
            result(out, "b", 9, 1, 5));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void windowsOfABucket_endOneAfterTheOther_eachFiresWhenItEnds() {
    pipeline.getOptions().as(StateOptions.class).setStateBuckets(1);
    PCollection<Row> out =
        hourly(
            stream(
                TestStream.create(EVENT)
                    .addElements(at(2 * HOUR, "c", 4L), at(0, "a", 1L), at(HOUR, "b", 2L))
                    .advanceWatermarkTo(Instant.ofEpochMilli(HOUR))
                    .addElements(at(1, "a", 8L), at(HOUR, "b", 16L))
                    .advanceWatermarkTo(Instant.ofEpochMilli(2 * HOUR))
                    .addElements(at(HOUR, "b", 32L), at(2 * HOUR, "c", 64L))
                    .advanceWatermarkToInfinity()));

    PAssert.that(out)
        .containsInAnyOrder(
            result(out, "a", 0, 1, 1), result(out, "b", 1, 2, 18), result(out, "c", 2, 2, 68));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void keyThatIsNull_isAGroup() {
    PCollection<Row> out =
        hourly(
            stream(
                TestStream.create(EVENT)
                    .addElements(at(0, null, 1L), at(0, "", 10L))
                    .addElements(at(1, null, 2L))
                    .advanceWatermarkToInfinity()));

    PAssert.that(out).containsInAnyOrder(result(out, null, 0, 2, 3), result(out, "", 0, 1, 10));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void windowsThatOverlap_eachHasAllOfItsRecords() {
    PCollection<Row> out =
        stream(
                TestStream.create(EVENT)
                    .addElements(at(HOUR, "a", 1L), at(HOUR, "b", 10L))
                    .advanceWatermarkTo(Instant.ofEpochMilli(2 * HOUR))
                    // Too late for the first of its windows.
                    .addElements(at(HOUR, "a", 2L))
                    .advanceWatermarkToInfinity())
            .apply(
                Aggregate.by("id")
                    .over(Windows.sliding(Duration.ofHours(2), Duration.ofHours(1)))
                    .count("count")
                    .sum("n", "sum"));

    PAssert.that(out)
        .containsInAnyOrder(
            result(out, "a", 0, 2, 1, 1),
            result(out, "b", 0, 2, 1, 10),
            result(out, "a", 1, 3, 2, 3),
            result(out, "b", 1, 3, 1, 10));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void randomStreams_windowsThatOverlap_haveWhatIsNotLateForThem() {
    Random random = new Random(11);
    for (int i = 0; i < 40; i++) {
      long every = 1 + random.nextInt(10);
      checkSliding(random.nextLong(), every + random.nextInt(25), every);
    }
  }

  private static void checkSliding(long seed, long size, long every) {
    Random random = new Random(seed);
    TestStream.Builder<Row> stream = TestStream.create(EVENT);
    Map<String, Long> expected = new HashMap<>();
    long late = 0;
    long watermark = Long.MIN_VALUE;
    long now = 0;
    for (int i = 0; i < 30; i++) {
      List<TimestampedValue<Row>> events = new ArrayList<>();
      for (int j = random.nextInt(6); j >= 0; j--) {
        long time = now - 20 + random.nextInt(40);
        String id = "k" + random.nextInt(4);
        long n = 1L << random.nextInt(30);
        events.add(at(time, id, n));
        long latest = time - Math.floorMod(time, every);
        for (long start = latest; start > time - size; start -= every) {
          if (start + size - 1 < watermark) {
            late++;
          } else {
            expected.merge(id + " " + start + " " + (start + size), n, Long::sum);
          }
        }
      }
      stream = stream.addElements(events.get(0), events.subList(1, events.size()).toArray(none()));
      now += random.nextInt(4);
      if (random.nextInt(3) == 0 && now > watermark) {
        watermark = now;
        stream = stream.advanceWatermarkTo(Instant.ofEpochMilli(watermark));
      }
    }
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    StateOptions options = pipeline.getOptions().as(StateOptions.class);
    options.setWindowsInState(true);
    options.setStateBuckets(2);
    String what = "seed " + seed + ", sliding " + size + " every " + every;
    PCollection<Row> out =
        pipeline
            .apply(stream.advanceWatermarkToInfinity())
            .setRowSchema(EVENT)
            .apply(
                Aggregate.by("id")
                    .over(Windows.sliding(Duration.ofMillis(size), Duration.ofMillis(every)))
                    .sum("n", "sum"));
    List<String> wanted = new ArrayList<>();
    expected.forEach((window, sum) -> wanted.add(window + " " + sum));
    wanted.sort(null);
    PAssert.that(out)
        .satisfies(
            rows -> {
              List<String> found = new ArrayList<>();
              rows.forEach(
                  row ->
                      found.add(
                          row.getString("id")
                              + " "
                              + row.getDateTime("window_start").getMillis()
                              + " "
                              + row.getDateTime("window_end").getMillis()
                              + " "
                              + row.getInt64("sum")));
              found.sort(null);
              assertThat(what, found, equalTo(wanted));
              return null;
            });
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(what, Counters.of(result, "Aggregate/records_late"), equalTo(late));
  }

  @SuppressWarnings("unchecked") // Java has no arrays of generic types.
  private static TimestampedValue<Row>[] none() {
    return (TimestampedValue<Row>[]) new TimestampedValue<?>[0];
  }

  @Test
  public void noBuckets_isRefused() {
    pipeline.getOptions().as(StateOptions.class).setStateBuckets(0);
    PCollection<Row> events = stream(TestStream.create(EVENT).advanceWatermarkToInfinity());

    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> hourly(events));

    assertThat(e.getMessage(), equalTo("--stateBuckets must be positive, but was: 0"));
  }

  @Test
  public void stream_recordAtTheWatermark_isStillInItsWindow() {
    long last = 2 * HOUR - 1;
    PCollection<Row> out =
        hourly(
            stream(
                TestStream.create(EVENT)
                    .addElements(at(0, "a", 1L), at(HOUR, "a", 2L))
                    .advanceWatermarkTo(Instant.ofEpochMilli(last))
                    .addElements(at(last, "a", 3L))
                    .advanceWatermarkToInfinity()));

    PAssert.that(out).containsInAnyOrder(result(out, "a", 0, 1, 1), result(out, "a", 1, 2, 5));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void stream_recordOfAPassedWindow_isCountedAsLate_andChangesNothing() {
    PCollection<Row> out =
        hourly(
            stream(
                TestStream.create(EVENT)
                    .addElements(at(0, "a", 1L))
                    .advanceWatermarkTo(Instant.ofEpochMilli(2 * HOUR))
                    .addElements(at(5, "a", 1L), at(6, "c", 1L), at(2 * HOUR, "a", 7L))
                    .advanceWatermarkToInfinity()));

    PAssert.that(out).containsInAnyOrder(result(out, "a", 0, 1, 1), result(out, "a", 2, 1, 7));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    Map<String, Long> counts = new HashMap<>();
    result
        .metrics()
        .queryMetrics(MetricsFilter.builder().build())
        .getCounters()
        .forEach(counter -> counts.put(counter.getName().getName(), counter.getCommitted()));
    assertThat(counts.get("Aggregate/records_late"), equalTo(2L));
    assertThat(counts.get("Aggregate/records_in"), equalTo(4L));
    assertThat(counts.get("Aggregate/records_out"), equalTo(2L));
  }

  @Test
  public void stream_withAllowedLateness_lateRecordsCountAsBeamSays() {
    PCollection<Row> out =
        stream(
                TestStream.create(EVENT)
                    .addElements(at(0, "a", 1L))
                    .advanceWatermarkTo(Instant.ofEpochMilli(2 * HOUR))
                    .addElements(at(5, "a", 2L))
                    .advanceWatermarkToInfinity())
            .apply(
                Window.<Row>into(FixedWindows.of(org.joda.time.Duration.millis(HOUR)))
                    .withAllowedLateness(org.joda.time.Duration.standardHours(10))
                    .accumulatingFiredPanes())
            .apply(Aggregate.by("id").count("count").sum("n", "sum"));

    PAssert.that(out).containsInAnyOrder(result(out, "a", 0, 1, 1), result(out, "a", 0, 2, 3));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void resultsInTheirWindows_canBeAggregatedAgain() {
    PCollection<Row> out =
        hourly(
                pipeline
                    .apply(
                        Create.timestamped(at(0, "a", 1L), at(1, "b", 2L), at(HOUR, "a", 4L))
                            .withCoder(RowCoder.of(EVENT)))
                    .setRowSchema(EVENT))
            .apply("again", Aggregate.globally().sum("sum", "total").withStepName("Again"));

    PAssert.that(out)
        .satisfies(
            rows -> {
              List<Long> totals = new ArrayList<>();
              rows.forEach(row -> totals.add(row.getInt64("total")));
              totals.sort(null);
              assertThat(totals, equalTo(List.of(3L, 4L)));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  private static PCollection<Row> hourly(PCollection<Row> events) {
    return events.apply(
        Aggregate.by("id").over(Windows.fixed(Duration.ofHours(1))).count("count").sum("n", "sum"));
  }

  private PCollection<Row> stream(TestStream<Row> stream) {
    return pipeline.apply(stream).setRowSchema(EVENT);
  }

  private static TimestampedValue<Row> at(long millis, String id, Long n) {
    return TimestampedValue.of(
        Row.withSchema(EVENT).addValues(id, n).build(), Instant.ofEpochMilli(millis));
  }

  private static IntervalWindow hour(long hour) {
    return new IntervalWindow(
        Instant.ofEpochMilli(hour * HOUR), Instant.ofEpochMilli((hour + 1) * HOUR));
  }

  private static Row result(PCollection<Row> out, String id, long hour, long count, long sum) {
    return result(out, id, hour, hour + 1, count, sum);
  }

  private static Row result(
      PCollection<Row> out, String id, long from, long to, long count, long sum) {
    return Row.withSchema(out.getSchema())
        .addValues(
            id, Instant.ofEpochMilli(from * HOUR), Instant.ofEpochMilli(to * HOUR), count, sum)
        .build();
  }
}
