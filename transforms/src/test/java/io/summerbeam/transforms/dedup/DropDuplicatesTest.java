package io.summerbeam.transforms.dedup;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.sdk.state.StateOptions;
import io.summerbeam.transforms.Counters;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.display.HasDisplayData;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;

public class DropDuplicatesTest {

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
  public void allFields_equalRecordsNearInTime_oneIsLeft() {
    PCollection<Row> out =
        batch(at(0, "a", 1L), at(23, "a", 1L), at(5, "b", 1L), at(5, "a", 2L))
            .apply(DropDuplicates.byAllFields().within(DAY));

    PAssert.that(out).containsInAnyOrder(event("a", 1L), event("b", 1L), event("a", 2L));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void within_exactlyThatFarApart_bothAreLeft() {
    PCollection<Row> out =
        batch(at(0, "a", 1L), at(24, "a", 1L)).apply(DropDuplicates.byAllFields().within(DAY));

    PAssert.that(out).containsInAnyOrder(event("a", 1L), event("a", 1L));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void by_oneField_othersDoNotMatter() {
    PCollection<Row> out =
        batch(at(0, "a", 1L), at(0, "a", 2L), at(0, "b", 3L))
            .apply(DropDuplicates.by("id").within(DAY));

    PAssert.that(out)
        .satisfies(
            rows -> {
              List<String> ids = new ArrayList<>();
              rows.forEach(row -> ids.add(row.getString("id")));
              ids.sort(null);
              assertThat(ids, equalTo(List.of("a", "b")));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void keepingDuplicates_eachRecordIsInOneOfTwoOutputs() {
    PCollectionTuple out =
        batch(at(0, "a", 1L), at(23, "a", 1L), at(5, "b", 1L), at(1, "a", 1L))
            .apply(DropDuplicates.byAllFields().within(DAY).keepingDuplicates());

    PAssert.that(out.get(SplitDuplicates.FIRST)).containsInAnyOrder(event("a", 1L), event("b", 1L));
    PAssert.that(out.get(SplitDuplicates.OTHERS))
        .containsInAnyOrder(event("a", 1L), event("a", 1L));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void nullFields_areEqual() {
    PCollection<Row> out =
        batch(at(0, "a", null), at(1, "a", null), at(0, "a", 0L))
            .apply(DropDuplicates.byAllFields().within(DAY));

    PAssert.that(out).containsInAnyOrder(event("a", null), event("a", 0L));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void provenance_isNotPartOfTheKey_butGoesOn() {
    Schema schema = Provenance.addTo(EVENT);
    Row first = placed(schema, 1);
    PCollection<Row> out =
        pipeline
            .apply(Create.of(first, placed(schema, 2)).withRowSchema(schema))
            .apply(DropDuplicates.byAllFields().within(DAY));

    PAssert.that(out)
        .satisfies(
            rows -> {
              List<Row> all = new ArrayList<>();
              rows.forEach(all::add);
              assertThat(all.size(), equalTo(1));
              assertThat(Provenance.of(all.get(0)).resource(), equalTo("f"));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void fixedWindows_recordsOfDifferentWindows_areNotCompared() {
    PCollection<Row> out =
        batch(at(0, "a", 1L), at(1, "a", 1L), at(23, "a", 1L), at(25, "a", 1L))
            .apply(Window.into(FixedWindows.of(org.joda.time.Duration.standardHours(24))))
            .apply(DropDuplicates.byAllFields().within(DAY));

    PAssert.that(out).containsInAnyOrder(event("a", 1L), event("a", 1L));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void sessions_areRefused() {
    PCollection<Row> input =
        batch(at(0, "a", 1L))
            .apply(Window.into(Sessions.withGapDuration(org.joda.time.Duration.millis(1))));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> input.apply(DropDuplicates.byAllFields().within(DAY)))
            .getMessage(),
        containsString("Apply it before windowing"));
  }

  @Test
  public void badSettings_areRefused() {
    PCollection<Row> input = batch(at(0, "a", 1L));
    assertThat(
        message(() -> input.apply(DropDuplicates.by("ID").within(DAY))),
        equalTo("DropDuplicates.by(): there is no field 'ID'. Did you mean 'id'? Fields: id, n"));
    assertThat(message(() -> input.apply(DropDuplicates.byAllFields())), containsString("within("));
    assertThat(
        message(() -> DropDuplicates.byAllFields().within(Duration.ZERO)),
        equalTo("within() must be at least a millisecond, but was: PT0S"));
    assertThat(
        message(() -> DropDuplicates.byAllFields().within(Duration.ofNanos(1_500_000))),
        equalTo("within() must be a whole number of milliseconds, but was: PT0.0015S"));
    assertThat(
        message(() -> DropDuplicates.byAllFields().within(Duration.ofMillis(Long.MAX_VALUE))),
        equalTo(
            "within() must be at most "
                + DropDuplicates.MAX_DURATION
                + ", but was: "
                + Duration.ofMillis(Long.MAX_VALUE)));
    assertThat(
        message(() -> DropDuplicates.byAllFields().within(ChronoUnit.FOREVER.getDuration())),
        containsString("within() must be at most"));
    assertThat(
        message(() -> DropDuplicates.byAllFields().withStepName("")),
        equalTo("withStepName() must not be empty."));
    assertThat(
        message(() -> DropDuplicates.by("id", "id")),
        equalTo("DropDuplicates.by() must name each field once, but 'id' comes twice."));
    assertThat(
        message(() -> DropDuplicates.byAllFields().withAllowedLateness(Duration.ofSeconds(-1))),
        equalTo("withAllowedLateness() must not be negative, but was: PT-1S"));
  }

  @Test
  public void inputWithoutSchema_isRefused() {
    PCollection<Row> input =
        pipeline.apply(Create.of(event("a", 1L)).withCoder(SerializableCoder.of(Row.class)));
    assertThat(
        message(() -> input.apply(DropDuplicates.byAllFields().within(DAY))),
        containsString("the input has no schema"));
  }

  @Test
  public void longestWithin_oneOfAllIsLeft() {
    PCollection<Row> out =
        batch(
                TimestampedValue.of(event("a", 1L), BoundedWindow.TIMESTAMP_MIN_VALUE),
                at(0, "a", 1L),
                at(100_000_000, "a", 1L))
            .apply(DropDuplicates.byAllFields().within(DropDuplicates.MAX_DURATION));

    PAssert.that(out).containsInAnyOrder(event("a", 1L));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void oneKeyManyTimes_eachFarEnoughIsLeft() {
    List<TimestampedValue<Row>> events = new ArrayList<>();
    for (int minute = 0; minute < 3_000; minute++) {
      events.add(
          TimestampedValue.of(
              event("a", 1L), hour(0).plus(org.joda.time.Duration.standardMinutes(minute))));
    }
    Collections.shuffle(events, new Random(3));
    PCollection<Row> out =
        pipeline
            .apply(Create.timestamped(events).withCoder(coder()))
            .setRowSchema(EVENT)
            .apply(DropDuplicates.byAllFields().within(Duration.ofMinutes(1)));

    PAssert.thatSingleton(out.apply(Count.globally())).isEqualTo(3_000L);
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void counters_inIsOutAndDropped() {
    batch(at(0, "a", 1L), at(1, "a", 1L), at(2, "a", 1L), at(0, "b", 1L))
        .apply(DropDuplicates.byAllFields().within(DAY).withStepName("Once"));

    PipelineResult result = pipeline.run();
    result.waitUntilFinish();

    Map<String, Long> counts = new HashMap<>();
    result
        .metrics()
        .queryMetrics(MetricsFilter.builder().build())
        .getCounters()
        .forEach(counter -> counts.put(counter.getName().getName(), counter.getCommitted()));
    assertThat(counts.get("Once/records_in"), equalTo(4L));
    assertThat(counts.get("Once/records_out"), equalTo(2L));
    assertThat(counts.get("Once/records_dropped"), equalTo(2L));
  }

  @Test
  public void keepingDuplicates_countsThemApart_orNothing() {
    PCollection<Row> input = batch(at(0, "a", 1L), at(1, "a", 1L), at(2, "a", 1L), at(0, "b", 1L));
    SplitDuplicates split =
        DropDuplicates.byAllFields().within(DAY).withStepName("Split").keepingDuplicates();
    input.apply("Counted", split);
    input.apply("NotCounted", split.withoutCounts());

    PipelineResult result = pipeline.run();
    result.waitUntilFinish();

    assertThat(Counters.of(result, "Split/records_in"), equalTo(4L));
    assertThat(Counters.of(result, "Split/records_out"), equalTo(2L));
    assertThat(Counters.of(result, "Split/records_duplicate"), equalTo(2L));
    assertThat(Counters.of(result, "Split/records_dropped"), equalTo(0L));
  }

  @Test
  public void displayData_showsTheSettings() {
    assertThat(
        shown(DropDuplicates.by("id", "n").within(DAY).keepingLast()),
        equalTo(Map.of("fields", "id, n", "within", "PT24H", "keeps", "last")));
    assertThat(
        shown(DropDuplicates.byAllFields().withinProcessingTime(DAY)),
        equalTo(Map.of("fields", "all", "withinProcessingTime", "PT24H", "keeps", "first")));
    assertThat(
        shown(DropDuplicatesApproximately.byAllFields().within(DAY).expecting(7)),
        equalTo(
            Map.of(
                "fields", "all", "within", "PT24H", "expected", 7L, "falsePositiveRate", 0.001)));
  }

  @Test
  public void withoutEventTimeTimers_arrivalIsTheAlternative() {
    assertThat(
        DropDuplicates.byAllFields().alternative(),
        equalTo("Take withinProcessingTime() without keepingLast() and keepingUpdates()."));
    assertThat(
        DropDuplicatesApproximately.byAllFields().alternative(),
        equalTo("Take withinProcessingTime()."));
  }

  @Test
  public void mapField_isRefused() {
    Schema schema = Schema.builder().addMapField("m", FieldType.STRING, FieldType.STRING).build();
    PCollection<Row> input = pipeline.apply(Create.empty(schema));
    assertThat(
        message(() -> input.apply(DropDuplicates.byAllFields().within(DAY))),
        containsString("the field 'm' is or contains a map"));
  }

  private static RowCoder coder() {
    return RowCoder.of(EVENT);
  }

  @SafeVarargs
  private PCollection<Row> batch(TimestampedValue<Row>... events) {
    return pipeline
        .apply(Create.timestamped(List.of(events)).withCoder(coder()))
        .setRowSchema(EVENT);
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

  private static Row placed(Schema schema, long offset) {
    return Row.withSchema(schema)
        .addValues("a", 1L, Provenance.ofFile("f", offset, null).toBytes())
        .build();
  }

  private static Map<String, Object> shown(HasDisplayData transform) {
    Map<String, Object> shown = new HashMap<>();
    DisplayData.from(transform).items().forEach(item -> shown.put(item.getKey(), item.getValue()));
    return shown;
  }

  private static String message(ThrowingRunnable code) {
    return assertThrows(IllegalArgumentException.class, code).getMessage();
  }
}
