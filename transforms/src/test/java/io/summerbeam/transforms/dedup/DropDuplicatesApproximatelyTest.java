package io.summerbeam.transforms.dedup;

import static io.summerbeam.transforms.dedup.Events.at;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.state.StateOptions;
import io.summerbeam.transforms.Counters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Instant;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;

public class DropDuplicatesApproximatelyTest {

  private static final String STEP = DropDuplicatesApproximately.STEP + "/";
  private static final int NEW_ONES = 20_000;

  private final ByHandClock clock = new ByHandClock();

  private final DropDuplicatesApproximately within10 =
      DropDuplicatesApproximately.by("id").within(Duration.ofMillis(10)).expecting(1000);

  private final DropDuplicatesApproximately arrivingWithin10 =
      DropDuplicatesApproximately.by("id")
          .withinProcessingTime(Duration.ofMillis(10))
          .expecting(1000)
          .withClock(clock);

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Before
  public void oneBucket() {
    pipeline.getOptions().as(StateOptions.class).setStateBuckets(1);
  }

  @Test
  public void near_isDropped_beforeAndAfter_andHalfAsFarAgainIsNot() {
    PCollection<Row> out =
        stream(
                TestStream.create(Events.SCHEMA)
                    .addElements(at(0, "a", 1))
                    .addElements(at(9, "a", 2))
                    .addElements(at(-9, "a", 3))
                    .addElements(at(0, "a", 4))
                    .addElements(at(15, "a", 5))
                    .addElements(at(-16, "a", 6))
                    .addElements(at(0, "b", 7)))
            .apply(within10);

    PAssert.that(out.apply(new Events.Texts()))
        .containsInAnyOrder("a:1@0", "a:5@15", "a:6@-16", "b:7@0");
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(Counters.of(result, STEP + "records_in"), equalTo(7L));
    assertThat(Counters.of(result, STEP + "records_out"), equalTo(4L));
    assertThat(Counters.of(result, STEP + "records_dropped"), equalTo(3L));
    assertThat(Counters.of(result, STEP + "records_unremembered"), equalTo(0L));
  }

  @Test
  public void passedByTheWatermark_isForgotten_notBefore() {
    TestStream.Builder<Row> events =
        TestStream.create(Events.SCHEMA)
            .addElements(at(0, "a", 1), at(7, "b", 2))
            .advanceWatermarkTo(Instant.ofEpochMilli(16))
            .addElements(at(1, "a", 3))
            .addElements(at(16, "b", 4))
            .advanceWatermarkTo(Instant.ofEpochMilli(21))
            .addElements(at(8, "b", 5));
    PAssert.that(stream(events).apply(within10).apply(new Events.Texts()))
        .containsInAnyOrder("a:1@0", "b:2@7", "a:3@1", "b:5@8");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void withAllowedLateness_lateDuplicate_isStillDropped() {
    TestStream.Builder<Row> events =
        TestStream.create(Events.SCHEMA)
            .addElements(at(0, "a", 1))
            .advanceWatermarkTo(Instant.ofEpochMilli(20))
            .addElements(at(1, "a", 2));
    PAssert.that(
            stream(events)
                .apply(within10.withAllowedLateness(Duration.ofMillis(20)))
                .apply(new Events.Texts()))
        .containsInAnyOrder("a:1@0");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void byArrival_isDroppedUntilTheTimeIsOver() {
    PCollection<Row> out =
        stream(
                TestStream.create(Events.SCHEMA)
                    .addElements(at(0, "a", 100))
                    .addElements(at(1_000_000, "a", 109))
                    .addElements(at(0, "b", 109))
                    .addElements(at(0, "a", 115))
                    .addElements(at(0, "b", 116))
                    .addElements(at(0, "a", 116))
                    .addElements(at(0, "a", 1_000))
                    .addElements(at(0, "b", 1_000)))
            .apply(new SetClock(clock))
            .apply(arrivingWithin10);

    PAssert.that(out.apply(new Events.Texts()))
        .containsInAnyOrder("a:100@0", "b:109@0", "a:115@0", "a:1000@0", "b:1000@0");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void byArrival_clockThatWasFarAhead_dropsNothingWhenItsTimeComes() {
    PCollection<Row> out =
        stream(
                TestStream.create(Events.SCHEMA)
                    .addElements(at(0, "a", 1_000))
                    .addElements(at(0, "b", 100))
                    .addElements(at(0, "b", 104))
                    .addElements(at(0, "a", 1_001)))
            .apply(new SetClock(clock))
            .apply(arrivingWithin10);

    PAssert.that(out.apply(new Events.Texts()))
        .containsInAnyOrder("a:1000@0", "b:100@0", "a:1001@0");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void byArrival_clockThatGoesBackOverABoundary_forgetsNothing() {
    // Generations are five long: one begins at 105.
    PCollection<Row> out =
        stream(
                TestStream.create(Events.SCHEMA)
                    .addElements(at(0, "a", 104))
                    .addElements(at(0, "b", 105))
                    .addElements(at(0, "b", 104))
                    .addElements(at(0, "a", 104))
                    .addElements(at(0, "c", 104))
                    .addElements(at(0, "b", 105))
                    .addElements(at(0, "c", 106))
                    .addElements(at(0, "b", 120)))
            .apply(new SetClock(clock))
            .apply(arrivingWithin10);

    PAssert.that(out.apply(new Events.Texts()))
        .containsInAnyOrder("a:104@0", "b:105@0", "c:104@0", "b:120@0");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void asManyAsExpected_areDroppedAsSeldomAsPromised_andRemembered() {
    pipeline.getOptions().as(StateOptions.class).setStateBuckets(4);
    int records = 50_000;
    double rate = 0.02;
    List<TimestampedValue<Row>> events = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      events.add(at(i % 5, "k" + i, 1));
    }
    batch(events)
        .apply(
            DropDuplicatesApproximately.byAllFields()
                .within(Duration.ofMillis(10))
                .expecting(records)
                .withFalsePositiveRate(rate));

    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    // All are in one of five generations, each of which may be wrong as often.
    assertThat(
        Counters.of(result, STEP + "records_dropped"),
        allOf(greaterThan(0L), lessThanOrEqualTo((long) (records * rate / 5))));
    assertThat(Counters.of(result, STEP + "records_unremembered"), equalTo(0L));
  }

  @Test
  public void allGenerationsFull_areTogetherWrongAsSeldomAsPromised() {
    // A record at 2 looks into the five generations that these are in.
    TestStream.Builder<Row> events = fullThenNew(new long[] {-10, -5, 0, 5, 10}, 2);
    checkNewOnesThatAreDropped(
        stream(events)
            .apply(within10.expecting(100).withFalsePositiveRate(0.1).keepingDuplicates()));
  }

  @Test
  public void byArrival_allGenerationsFull_areTogetherWrongAsSeldomAsPromised() {
    TestStream.Builder<Row> events = fullThenNew(new long[] {0, 5, 10}, 13);
    checkNewOnesThatAreDropped(
        stream(events)
            .apply(new SetClock(clock))
            .apply(arrivingWithin10.expecting(100).withFalsePositiveRate(0.1).keepingDuplicates()));
  }

  /** More records at each time than a generation takes, then new ones. */
  private static TestStream.Builder<Row> fullThenNew(long[] full, long last) {
    TestStream.Builder<Row> events = TestStream.create(Events.SCHEMA);
    for (long time : full) {
      events = add(events, "old" + time + "-", 400, time);
    }
    return add(events, "new", NEW_ONES, last);
  }

  @SuppressWarnings("unchecked") // Java has no arrays of generic types.
  private static TestStream.Builder<Row> add(
      TestStream.Builder<Row> events, String prefix, int count, long time) {
    TimestampedValue<Row>[] others = new TimestampedValue[count - 1];
    for (int i = 1; i < count; i++) {
      others[i - 1] = at(time, prefix + i, time);
    }
    return events.addElements(at(time, prefix + 0, time), others);
  }

  private void checkNewOnesThatAreDropped(PCollectionTuple out) {
    PAssert.that(ids(out.get(SplitDuplicates.OTHERS), "Others"))
        .satisfies(
            ids -> {
              int wrong = 0;
              for (String id : ids) {
                wrong += id.startsWith("new") ? 1 : 0;
              }
              // One generation alone would be wrong a third as often, or a fifth.
              assertThat(
                  (double) wrong / NEW_ONES, allOf(greaterThan(0.05), lessThanOrEqualTo(0.1)));
              return null;
            });
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    // All generations were full: of the new ones none was remembered.
    assertThat(
        Counters.of(result, STEP + "records_unremembered"), greaterThan((long) (0.9 * NEW_ONES)));
  }

  @Test
  public void moreThanExpected_areLetThroughAndCounted_notDropped() {
    int records = 1_000;
    List<TimestampedValue<Row>> events = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      events.add(at(0, "k" + i, 1));
    }
    FilterSize size = FilterSize.of(100, 1, 0.0001 / Generations.BOTH_WAYS);
    PCollectionTuple out =
        batch(events)
            .apply(within10.expecting(100).withFalsePositiveRate(0.0001).keepingDuplicates());

    PAssert.that(out.get(SplitDuplicates.OTHERS)).empty();
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(Counters.of(result, STEP + "records_out"), equalTo((long) records));
    assertThat(
        Counters.of(result, STEP + "records_unremembered"),
        equalTo((long) records - size.records()));
  }

  @Test
  public void keepingDuplicates_eachRecordIsInOneOfTwoOutputs() {
    PCollectionTuple out =
        batch(List.of(at(0, "a", 1), at(9, "a", 1), at(0, "b", 1)))
            .apply(within10.withStepName("Once").keepingDuplicates());

    PAssert.that(ids(out.get(SplitDuplicates.FIRST), "First")).containsInAnyOrder("a", "b");
    PAssert.that(ids(out.get(SplitDuplicates.OTHERS), "Others")).containsInAnyOrder("a");
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(Counters.of(result, "Once/records_in"), equalTo(3L));
    assertThat(Counters.of(result, "Once/records_out"), equalTo(2L));
    assertThat(Counters.of(result, "Once/records_duplicate"), equalTo(1L));
  }

  @Test
  public void badSettings_areRefused() {
    PCollection<Row> input = batch(List.of(at(0, "a", 1)));
    DropDuplicatesApproximately all = DropDuplicatesApproximately.byAllFields();
    assertThat(
        message(() -> input.apply(all.within(Duration.ofDays(1)))),
        equalTo(
            "DropDuplicatesApproximately: say how many records to make room for:"
                + " expecting(10_000_000)."));
    String oneOfTwo =
        "DropDuplicatesApproximately: say how near duplicates are, in event time or by when they"
            + " arrive: within(Duration.ofDays(1)) or withinProcessingTime(Duration.ofDays(1)), and"
            + " not both.";
    assertThat(message(() -> input.apply(all.expecting(1))), equalTo(oneOfTwo));
    assertThat(
        message(() -> input.apply(arrivingWithin10.within(Duration.ofDays(1)))), equalTo(oneOfTwo));
    assertThat(
        message(() -> input.apply(arrivingWithin10.withAllowedLateness(Duration.ZERO))),
        equalTo(
            "DropDuplicatesApproximately: with withinProcessingTime() nothing is late. Leave out"
                + " withAllowedLateness()."));
    assertThat(
        message(
            () ->
                input.apply(
                    DropDuplicatesApproximately.by("ID").within(Duration.ofDays(1)).expecting(1))),
        equalTo(
            "DropDuplicatesApproximately.by(): there is no field 'ID'. Did you mean 'id'? Fields:"
                + " id, n"));
    assertThat(
        message(() -> all.expecting(0)),
        equalTo("expecting() must be from 1 to 1000000000000, but was: 0"));
    assertThat(
        message(() -> all.withFalsePositiveRate(0)),
        equalTo("withFalsePositiveRate() must be from 1.0E-4 to 0.1, but was: 0.0"));
    assertThat(
        message(() -> all.withFalsePositiveRate(Double.NaN)),
        equalTo("withFalsePositiveRate() must be from 1.0E-4 to 0.1, but was: NaN"));
    assertThat(
        message(() -> all.within(Duration.ofNanos(1))),
        equalTo("within() must be a whole number of milliseconds, but was: PT0.000000001S"));
    assertThat(message(() -> all.withStepName("")), equalTo("withStepName() must not be empty."));
  }

  private PCollection<Row> batch(List<TimestampedValue<Row>> events) {
    return pipeline
        .apply(Create.timestamped(events).withCoder(RowCoder.of(Events.SCHEMA)))
        .setRowSchema(Events.SCHEMA);
  }

  private PCollection<Row> stream(TestStream.Builder<Row> events) {
    return pipeline.apply(events.advanceWatermarkToInfinity()).setRowSchema(Events.SCHEMA);
  }

  private static PCollection<String> ids(PCollection<Row> rows, String name) {
    return rows.apply(
        name, MapElements.into(TypeDescriptors.strings()).via((Row row) -> row.getString("id")));
  }

  private static String message(ThrowingRunnable code) {
    return assertThrows(IllegalArgumentException.class, code).getMessage();
  }
}
