package io.summerbeam.transforms.dedup;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.sdk.state.StateOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
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
  public void stream_stateIsCollected_butNothingThatMatters() {
    PCollection<Row> out =
        stream(
                stream()
                    .addElements(at(0, "a", 1L), at(20, "b", 1L))
                    .advanceWatermarkTo(hour(37))
                    .addElements(at(43, "b", 1L), at(43, "a", 1L))
                    .advanceWatermarkTo(hour(200))
                    .addElements(at(200, "a", 1L), at(201, "a", 1L))
                    .advanceWatermarkToInfinity())
            .apply(DropDuplicates.byAllFields().within(DAY));

    PAssert.that(out)
        .containsInAnyOrder(event("a", 1L), event("b", 1L), event("a", 1L), event("a", 1L));
    pipeline.run().waitUntilFinish();
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
  public void randomRecords_eachDroppedOneIsNearAKeptOne() {
    Random random = new Random(7);
    List<TimestampedValue<Row>> events = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      events.add(at(random.nextInt(200), "k" + random.nextInt(20), 1L));
    }
    PCollection<Row> withTimes =
        pipeline
            .apply(Create.timestamped(events).withCoder(coder()))
            .setRowSchema(EVENT)
            .apply(DropDuplicates.by("id").within(DAY));

    Map<String, List<Long>> all = new HashMap<>();
    for (TimestampedValue<Row> event : events) {
      all.computeIfAbsent(event.getValue().getString("id"), k -> new ArrayList<>())
          .add(event.getTimestamp().getMillis());
    }
    PAssert.that(withTimes.apply(new TimesByKey())).satisfies(new NothingMissing(all));
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
        message(() -> DropDuplicates.by("id", "id")),
        equalTo("DropDuplicates.by() must name each field once, but 'id' comes twice."));
    assertThat(
        message(() -> DropDuplicates.byAllFields().withAllowedLateness(Duration.ofSeconds(-1))),
        equalTo("withAllowedLateness() must not be negative, but was: PT-1S"));
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

  private static Row placed(Schema schema, long offset) {
    return Row.withSchema(schema)
        .addValues("a", 1L, Provenance.ofFile("f", offset, null).toRow())
        .build();
  }

  private static String message(ThrowingRunnable code) {
    return assertThrows(IllegalArgumentException.class, code).getMessage();
  }

  /** Key and time of each record, as text. */
  private static final class TimesByKey extends PTransform<PCollection<Row>, PCollection<String>> {
    @Override
    public PCollection<String> expand(PCollection<Row> rows) {
      return rows.apply(
          ParDo.of(
              new DoFn<Row, String>() {
                @ProcessElement
                public void process(
                    @Element Row row, @Timestamp Instant time, OutputReceiver<String> out) {
                  out.output(row.getString("id") + "@" + time.getMillis());
                }
              }));
    }
  }

  /** Kept records of a key are a day apart, and every record is near a kept one. */
  private static final class NothingMissing
      implements SerializableFunction<Iterable<String>, Void> {
    private final Map<String, List<Long>> all;

    NothingMissing(Map<String, List<Long>> all) {
      this.all = all;
    }

    @Override
    public Void apply(Iterable<String> keptText) {
      Map<String, List<Long>> kept = new HashMap<>();
      for (String text : keptText) {
        kept.computeIfAbsent(text.substring(0, text.indexOf('@')), k -> new ArrayList<>())
            .add(Long.parseLong(text.substring(text.indexOf('@') + 1)));
      }
      all.forEach(
          (key, times) -> {
            List<Long> keptTimes = kept.get(key);
            for (long time : times) {
              assertThat(
                  key + " " + time,
                  keptTimes.stream().anyMatch(k -> Math.abs(k - time) < DAY.toMillis()),
                  equalTo(true));
            }
            for (int i = 0; i < keptTimes.size(); i++) {
              for (int j = 0; j < i; j++) {
                assertThat(
                    Math.abs(keptTimes.get(i) - keptTimes.get(j)) >= DAY.toMillis(), equalTo(true));
              }
            }
          });
      return null;
    }
  }
}
