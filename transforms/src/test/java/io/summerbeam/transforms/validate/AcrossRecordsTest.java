package io.summerbeam.transforms.validate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.ErrorThreshold;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.sdk.state.StateOptions;
import io.summerbeam.sdk.step.Steps;
import io.summerbeam.sdk.testing.DeadLettersAssert;
import io.summerbeam.sdk.testing.ExpectedDeadLetter;
import io.summerbeam.transforms.Counters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Instant;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** Expectations that take more than the record at hand. */
public class AcrossRecordsTest {

  private static final Schema EVENT =
      Schema.builder()
          .addNullableField("device", FieldType.STRING)
          .addNullableField("seq", FieldType.INT64)
          .build();
  private static final Schema DEVICE =
      Schema.builder()
          .addNullableField("id", FieldType.STRING)
          .addNullableField("seq", FieldType.INT64)
          .build();
  private static final Instant NOON = Instant.parse("2001-01-01T12:00:00Z");
  private static final org.joda.time.Duration HOUR = org.joda.time.Duration.standardHours(1);

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Before
  public void fewBuckets() {
    pipeline.getOptions().as(StateOptions.class).setStateBuckets(4);
  }

  @Test
  public void unique_allButOneOfEachKey_breakIt() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> out;
    try (dead) {
      out =
          events(at(0, "a", 1L), at(1, "a", 1L), at(99, "a", 1L), at(2, "a", 2L), at(3, "b", 1L))
              .apply(
                  Validate.records()
                      .expect(Expectation.unique("device", "seq").withName("once"))
                      .withDeadLetters(dead));
    }

    PAssert.that(out).containsInAnyOrder(event("a", 1L), event("a", 2L), event("b", 1L));
    String again = "{\"device\":\"a\",\"seq\":1}";
    DeadLettersAssert.that(dead).containsInAnyOrder(failed(again), failed(again));
    PAssert.that(messages(dead))
        .containsInAnyOrder("expectations failed: once", "expectations failed: once");
    assertThat(out.getSchema(), equalTo(EVENT));
    PipelineResult result = run();
    assertThat(Counters.of(result, "Validate/expectation_passed.once"), equalTo(3L));
    assertThat(Counters.of(result, "Validate/expectation_failed.once"), equalTo(2L));
    assertThat(Counters.of(result, "Validate/records_in"), equalTo(5L));
    assertThat(Counters.of(result, "Validate/records_out"), equalTo(3L));
    assertThat(Counters.of(result, "Validate/records_dead.expectation_failed"), equalTo(2L));
  }

  @Test
  public void unique_inWindows_isForEachOfThem() {
    PCollection<Row> out =
        events(at(0, "a", 1L), at(0, "a", 1L), at(1, "a", 1L))
            .apply("Hours", Window.into(FixedWindows.of(HOUR)))
            .apply(
                Validate.records()
                    .expect(Expectation.unique("device").withName("once").onFailure(Action.DROP)));

    PAssert.that(out).containsInAnyOrder(event("a", 1L), event("a", 1L));
    run();
  }

  @Test
  public void unique_nulls_areEqualUnlessTheyMayBe() {
    PCollection<Row> input = events(at(0, null, 1L), at(0, null, 1L), at(0, "a", 1L));
    PCollection<Row> strict =
        input.apply(
            "Strict",
            Validate.records()
                .expect(Expectation.unique("device").withName("once").onFailure(Action.DROP)));
    PCollection<Row> lenient =
        input.apply(
            "Lenient",
            Validate.records()
                .expect(
                    Expectation.unique("device").withName("once").orNull().onFailure(Action.DROP)));

    PAssert.that(strict).containsInAnyOrder(event(null, 1L), event("a", 1L));
    PAssert.that(lenient).containsInAnyOrder(event(null, 1L), event(null, 1L), event("a", 1L));
    run();
  }

  @Test
  public void uniqueWithin_onAStream_forgetsWhatIsFartherAway() {
    TestStream<Row> stream =
        TestStream.create(RowCoder.of(EVENT))
            .addElements(at(0, "a", 1L), at(0, "b", 1L))
            .advanceWatermarkTo(NOON)
            .addElements(at(1, "a", 1L))
            .advanceWatermarkTo(NOON.plus(HOUR))
            .addElements(at(2, "a", 1L))
            .advanceWatermarkToInfinity();
    PCollection<Row> out =
        pipeline
            .apply(stream)
            .setRowSchema(EVENT)
            .apply(
                Validate.records()
                    .expect(
                        Expectation.uniqueWithin(Duration.ofHours(2), "device")
                            .withName("once")
                            .onFailure(Action.DROP)));

    PAssert.that(out).containsInAnyOrder(event("a", 1L), event("b", 1L), event("a", 1L));
    run();
  }

  @Test
  public void references_keyThatIsNotInTheTable_breaksIt() {
    PCollection<Row> devices = devices(device("a", 1L), device("a", 2L), device(null, 3L));
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> out;
    try (dead) {
      out =
          events(at(0, "a", 1L), at(0, "b", 1L), at(0, null, 1L))
              .apply(
                  Validate.records()
                      .expect(Expectation.references("device", devices, "id").withName("known"))
                      .withDeadLetters(dead));
    }

    PAssert.that(out).containsInAnyOrder(event("a", 1L));
    DeadLettersAssert.that(dead)
        .containsInAnyOrder(
            failed("{\"device\":\"b\",\"seq\":1}"), failed("{\"device\":null,\"seq\":1}"));
    run();
  }

  @Test
  public void references_severalFieldsAndNull() {
    PCollection<Row> devices = devices(device("a", 1L), device("b", 2L));
    PCollection<Row> out =
        events(at(0, "a", 1L), at(0, "a", 2L), at(0, "b", 2L), at(0, "b", null))
            .apply(
                Validate.records()
                    .expect(
                        Expectation.references(Map.of("device", "id", "seq", "seq"), devices)
                            .withName("known")
                            .orNull()
                            .onFailure(Action.DROP)));

    PAssert.that(out).containsInAnyOrder(event("a", 1L), event("b", 2L), event("b", null));
    run();
  }

  @Test
  public void references_emptyTable_hasNoKeyAtAll() {
    PCollection<Row> out =
        events(at(0, "a", 1L))
            .apply(
                Validate.records()
                    .expect(
                        Expectation.references("device", devices(), "id")
                            .withName("known")
                            .onFailure(Action.DROP)));
    PAssert.that(out).empty();
    run();
  }

  @Test
  public void monotonic_valueThatFalls_breaksItInTheOrderOfTime() {
    List<TimestampedValue<Row>> events = new ArrayList<>();
    long[] values = {1, 2, 2, 9, 3, 4};
    for (int hour = 0; hour < values.length; hour++) {
      events.add(at(hour, "a", values[hour]));
      events.add(at(hour, "b", (long) hour));
    }
    Collections.shuffle(events, new Random(1));
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      events(events)
          .apply(
              Validate.records()
                  .expect(Expectation.monotonic("seq", "device").withName("in_order"))
                  .withDeadLetters(dead));
    }

    // 3 falls from 9, and 4 does not fall from 3.
    DeadLettersAssert.that(dead).containsInAnyOrder(failed("{\"device\":\"a\",\"seq\":3}"));
    run();
  }

  @Test
  public void monotonic_nulls_breakItUnlessTheyMayBe() {
    PCollection<Row> input = events(at(0, "a", 5L), at(1, "a", null), at(2, "a", 4L));
    Expectation inOrder =
        Expectation.monotonic("seq", "device").withName("in_order").onFailure(Action.DROP);
    PAssert.that(input.apply("Strict", Validate.records().expect(inOrder)))
        .containsInAnyOrder(event("a", 5L));
    PAssert.that(input.apply("Lenient", Validate.records().expect(inOrder.orNull())))
        .containsInAnyOrder(event("a", 5L), event("a", null));
    run();
  }

  @Test
  public void monotonic_onAStream_comparesWithTheNewestOfTheKey() {
    TestStream<Row> stream =
        TestStream.create(RowCoder.of(EVENT))
            .addElements(at(5, "a", 50L))
            .addElements(at(6, "a", 49L), at(4, "a", 51L), at(4, "b", 51L))
            .addElements(at(3, "a", 1L), at(7, "a", 70L))
            .advanceWatermarkToInfinity();
    PCollection<Row> out =
        pipeline
            .apply(stream)
            .setRowSchema(EVENT)
            .apply(
                Validate.records()
                    .expect(
                        Expectation.monotonic("seq", "device")
                            .withName("in_order")
                            .onFailure(Action.DROP)));
    PAssert.that(out)
        .satisfies(
            rows -> {
              List<String> kept = new ArrayList<>();
              rows.forEach(row -> kept.add(row.getString(0) + row.getInt64(1)));
              // 51 is older than the newest, and greater than it, whichever that was.
              assertThat(kept.contains("a50"), equalTo(true));
              assertThat(kept.contains("a51"), equalTo(false));
              assertThat(kept.contains("a49"), equalTo(false));
              assertThat(kept.contains("b51"), equalTo(true));
              assertThat(kept.contains("a1"), equalTo(true));
              assertThat(kept.contains("a70"), equalTo(true));
              return null;
            });
    run();
  }

  @Test
  public void allKinds_ofOneRecord_areOneDeadLetter() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> out;
    PCollection<Row> devices = devices(device("a", 1L));
    try (dead) {
      out =
          events(at(0, "b", 5L), at(1, "b", -5L), at(2, "a", 7L))
              .apply(
                  Validate.records()
                      .expect("positive", "seq > 0", Action.WARN)
                      .expect(
                          Expectation.references("device", devices, "id")
                              .withName("known")
                              .onFailure(Action.WARN))
                      .expect(Expectation.unique("device").withName("once").onFailure(Action.WARN))
                      .expect(Expectation.monotonic("seq", "device").withName("in_order"))
                      .withDeadLetters(dead));
    }

    // Which of the two b is unique is not said; that the second one falls is.
    PAssert.that(out).containsInAnyOrder(event("b", 5L), event("a", 7L));
    PAssert.thatSingleton(messages(dead))
        .satisfies(
            message -> {
              assertThat(
                  message.replace("once, ", ""),
                  equalTo("expectations failed: positive, known, in_order"));
              return null;
            });
    PipelineResult result = run();
    assertThat(Counters.of(result, "Validate/expectation_failed.once"), equalTo(1L));
    assertThat(Counters.of(result, "Validate/expectation_failed.known"), equalTo(2L));
    assertThat(Counters.of(result, "Validate/expectation_failed.positive"), equalTo(1L));
    assertThat(Counters.of(result, "Validate/expectation_failed.in_order"), equalTo(1L));
  }

  @Test
  public void deadLetter_hasProvenanceAndNoMarks() {
    Schema schema = Provenance.addTo(EVENT);
    Row row =
        Row.withSchema(schema)
            .addValues("a", -1L, Provenance.ofFile("f.jsonl", 9, 3L).toBytes())
            .build();
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      pipeline
          .apply(Create.of(row).withRowSchema(schema))
          .apply(
              Validate.records()
                  .expect("positive", "seq > 0")
                  .expect("plain", each -> each.getSchema().equals(EVENT))
                  .expect(Expectation.unique("device").withName("once"))
                  .withDeadLetters(dead));
    }
    PAssert.thatSingleton(dead.collection())
        .satisfies(
            letter -> {
              assertThat(
                  new String(letter.payload(), StandardCharsets.UTF_8),
                  equalTo("{\"device\":\"a\",\"seq\":-1}"));
              assertThat(letter.payloadSchema(), equalTo("device STRING NULL, seq INT64 NULL"));
              assertThat(letter.source().toString(), equalTo("f.jsonl line 3 (byte 9)"));
              assertThat(letter.message(), equalTo("expectations failed: positive"));
              return null;
            });
    run();
  }

  @Test
  public void predicateThrows_isBroken() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> out;
    try (dead) {
      out =
          events(at(0, "a", 0L), at(0, "b", 1L))
              .apply(
                  Validate.records()
                      .expect("inverse", "seq", Long.class, seq -> 1 / seq > 0)
                      .expect(Expectation.unique("device").withName("once"))
                      .withDeadLetters(dead));
    }
    PAssert.that(out).containsInAnyOrder(event("b", 1L));
    DeadLettersAssert.that(dead)
        .containsInAnyOrder(
            ExpectedDeadLetter.of(
                "Validate", Reason.EXPECTATION_FAILED, "{\"device\":\"a\",\"seq\":0}"));
    run();
  }

  @Test
  public void predicateOfAWarningThrows_recordGoesOn() {
    PCollection<Row> out =
        events(at(0, "a", 0L), at(0, "b", 1L))
            .apply(
                Validate.records()
                    .expect(
                        Expectation.that("seq", Long.class, seq -> 1 / seq > 0)
                            .withName("inverse")
                            .onFailure(Action.WARN))
                    .expect(Expectation.unique("device").withName("once")));
    PAssert.that(out).containsInAnyOrder(event("a", 0L), event("b", 1L));
    run();
  }

  @Test
  public void predicateThrowsBesideAFail_theFailWins() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      events(at(0, "a", 0L))
          .apply(
              Validate.records()
                  .expect("inverse", "seq", Long.class, seq -> 1 / seq > 0)
                  .expect("positive", "seq > 0", Action.FAIL)
                  .expect(Expectation.unique("device").withName("once"))
                  .withDeadLetters(dead));
    }
    assertThat(
        failure(),
        containsString("expectations failed: inverse (threw ArithmeticException), positive"));
  }

  @Test
  public void noDeadLetters_violation_isThrownWithoutData() {
    events(at(0, "s3cret", 1L), at(0, "s3cret", 1L))
        .apply(Validate.records().expect(Expectation.unique("device").withName("once")));
    String message = failure();
    assertThat(message, containsString("Validate: expectation_failed: expectations failed: once"));
    assertThat(message, containsString("With withDeadLetters(...)"));
    assertThat(message.contains("s3cret"), equalTo(false));
  }

  @Test
  public void fail_isThrownAlthoughThereAreDeadLetters() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      events(at(0, "a", 1L), at(0, "a", 1L))
          .apply(
              Validate.records()
                  .expect(Expectation.unique("device").withName("once").onFailure(Action.FAIL))
                  .withDeadLetters(dead));
    }
    assertThat(failure(), containsString("expectations failed: once. It ends the pipeline"));
  }

  @Test
  public void withErrorThreshold_tooManyDeadLetters_stopsThePipeline() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      events(at(0, "a", 1L), at(0, "a", 1L), at(0, "b", 1L))
          .apply(
              Validate.records()
                  .expect(Expectation.unique("device").withName("once"))
                  .withErrorThreshold(ErrorThreshold.ratio(0.3).withMinimumRecords(1))
                  .withDeadLetters(dead));
    }
    assertThat(failure(), containsString("Validate: more than 30% of the records failed: 1 of 3."));
  }

  @Test
  public void withStepName_isThatOfLettersAndCounters() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      events(at(0, "a", 1L), at(0, "a", 1L))
          .apply(
              Validate.records()
                  .expect(Expectation.unique("device").withName("once"))
                  .withStepName("Once")
                  .withDeadLetters(dead));
    }
    DeadLettersAssert.that(dead)
        .containsInAnyOrder(
            ExpectedDeadLetter.of(
                "Once", Reason.EXPECTATION_FAILED, "{\"device\":\"a\",\"seq\":1}"));
    assertThat(Counters.of(run(), "Once/records_in"), equalTo(2L));
  }

  @Test
  public void manyRecords_eachIsOutOrDroppedOrDead() {
    List<TimestampedValue<Row>> events = new ArrayList<>();
    for (long n = 0; n < 1000; n++) {
      events.add(at(n, "d" + n % 400, n % 10));
    }
    PCollection<Row> devices = devices(device("d1", 1L), device("d2", 1L), device("d3", 1L));
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> out;
    try (dead) {
      out =
          events(events)
              .apply(
                  Validate.records()
                      .expect("seq_positive", "seq > 0")
                      .expect(Expectation.unique("device").withName("once").onFailure(Action.DROP))
                      .expect(
                          Expectation.references("device", devices, "id")
                              .withName("known")
                              .onFailure(Action.WARN))
                      .withDeadLetters(dead));
    }
    // Every tenth is dead; of the others, 600 of 1,000 come again, and a tenth of them is dead.
    PAssert.thatSingleton(dead.collection().apply("Dead", Count.globally())).isEqualTo(100L);
    PAssert.thatSingleton(out.apply("Out", Count.globally())).isEqualTo(360L);
    PipelineResult result = run();
    assertThat(Counters.of(result, "Validate/records_in"), equalTo(1000L));
    assertThat(Counters.of(result, "Validate/records_dropped"), equalTo(540L));
    assertThat(Counters.of(result, "Validate/expectation_failed.once"), equalTo(600L));
    // d1, d2 and d3 come three times each.
    assertThat(Counters.of(result, "Validate/expectation_passed.known"), equalTo(9L));
  }

  @Test
  public void inSteps_isRefused() {
    PCollection<Row> input = events(at(0, "a", 1L));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    input.apply(
                        Steps.of(
                            Validate.records()
                                .expect(Expectation.unique("device").withName("once")))))
            .getMessage(),
        equalTo(
            "Validate, expectation 'once': Steps look at one record at a time, which is not"
                + " enough for 'unique by device'. Apply this Validate by itself."));
  }

  @Test
  public void windowsThatDoNotFit_areRefused() {
    PCollection<Row> sessions =
        events(at(0, "a", 1L)).apply("Sessions", Window.into(Sessions.withGapDuration(HOUR)));
    PCollection<Row> stream =
        pipeline
            .apply("Stream", TestStream.create(RowCoder.of(EVENT)).advanceWatermarkToInfinity())
            .setRowSchema(EVENT);
    PCollection<Row> hours = stream.apply("Hours", Window.into(FixedWindows.of(HOUR)));
    assertThat(refusal(sessions, Expectation.unique("device")), containsString("(sessions)"));
    assertThat(
        refusal(sessions, Expectation.monotonic("seq", "device")), containsString("(sessions)"));
    assertThat(
        refusal(hours, Expectation.uniqueWithin(Duration.ofHours(1), "device")),
        containsString("an unbounded input must be in the global window, but is in FixedWindows"));
    assertThat(
        refusal(stream, Expectation.unique("device")), containsString("uniqueWithin(Duration"));
  }

  @Test
  public void whatDoesNotFitTheSchema_isRefused() {
    PCollection<Row> input = events(at(0, "a", 1L));
    PCollection<Row> devices = devices(device("a", 1L));
    assertThat(
        refusal(input, Expectation.unique("devise")),
        equalTo(
            "Validate, expectation 'x': there is no field 'devise'. Did you mean 'device'?"
                + " Fields: device, seq"));
    assertThat(
        refusal(input, Expectation.references("device", devices, "seq")),
        equalTo(
            "Validate, expectation 'x': 'device' and the table's 'seq' must be of one type, but"
                + " 'device' is STRING and the table's is INT64. Convert it before."));
    assertThat(
        refusal(input, Expectation.references("device", devices, "name")),
        containsString("Validate, expectation 'x', table: there is no field 'name'"));
    assertThat(
        refusal(input, Expectation.monotonic("seq", "sequence")),
        containsString("there is no field 'sequence'"));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> Expectation.unique("a", "b", "a"))
            .getMessage(),
        equalTo("unique() must name each field once, but was: a, b, a"));
    assertThrows(
        IllegalArgumentException.class, () -> Expectation.uniqueWithin(Duration.ZERO, "a"));
    assertThat(
        assertThrows(
                IllegalArgumentException.class, () -> Expectation.references(Map.of(), devices))
            .getMessage(),
        equalTo("references() must be given at least one field."));
  }

  @Test
  public void monotonic_typesThatHaveNoOrderOrNoOneForm_areRefused() {
    Schema schema =
        Schema.builder()
            .addDoubleField("d")
            .addBooleanField("b")
            .addArrayField("list", FieldType.INT64)
            .addStringField("s")
            .build();
    assertThat(
        Held.refusal(Expectation.monotonic("b", "s"), schema),
        containsString("'b' holds Boolean, but monotonic() is for what has an order"));
    assertThat(
        Held.refusal(Expectation.monotonic("list", "s"), schema),
        containsString("is for what has an order"));
    assertThat(
        Held.refusal(Expectation.monotonic("s", "d"), schema),
        containsString("a key must be of a type in which equal values have one form"));
    Expectation.monotonic("d", "s").rule().check(schema, "Validate");
  }

  private String refusal(PCollection<Row> input, Expectation expectation) {
    return assertThrows(
            IllegalArgumentException.class,
            () ->
                input.apply(
                    "Refused " + expectation.text() + input.getName(),
                    Validate.records().expect(expectation.withName("x"))))
        .getMessage();
  }

  private String failure() {
    return assertThrows(PipelineExecutionException.class, () -> pipeline.run().waitUntilFinish())
        .getMessage();
  }

  private PipelineResult run() {
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    return result;
  }

  @SafeVarargs
  private PCollection<Row> events(TimestampedValue<Row>... events) {
    return events(List.of(events));
  }

  private PCollection<Row> events(List<TimestampedValue<Row>> events) {
    return pipeline
        .apply("Events", Create.timestamped(events).withCoder(RowCoder.of(EVENT)))
        .setRowSchema(EVENT);
  }

  private PCollection<Row> devices(Row... devices) {
    return pipeline.apply("Devices", Create.of(List.of(devices)).withRowSchema(DEVICE));
  }

  private static TimestampedValue<Row> at(long hour, String device, Long seq) {
    return TimestampedValue.of(
        event(device, seq), NOON.plus(org.joda.time.Duration.standardHours(hour)));
  }

  private static Row event(String device, Long seq) {
    return Row.withSchema(EVENT).addValues(device, seq).build();
  }

  private static Row device(String id, Long seq) {
    return Row.withSchema(DEVICE).addValues(id, seq).build();
  }

  private static ExpectedDeadLetter failed(String payload) {
    return ExpectedDeadLetter.of("Validate", Reason.EXPECTATION_FAILED, payload);
  }

  private static PCollection<String> messages(DeadLetters dead) {
    return dead.collection()
        .apply("Messages", MapElements.into(TypeDescriptors.strings()).via(DeadLetter::message));
  }
}
