package io.summerbeam.transforms.validate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.ErrorThreshold;
import io.summerbeam.sdk.failure.PayloadPolicy;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.sdk.step.Steps;
import io.summerbeam.sdk.testing.DeadLettersAssert;
import io.summerbeam.sdk.testing.ExpectedDeadLetter;
import io.summerbeam.transforms.Counters;
import java.util.List;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.Rule;
import org.junit.Test;

public class ValidateTest {

  private static final Schema FLIGHT =
      Schema.builder()
          .addStringField("origin")
          .addStringField("destination")
          .addNullableField("distance", FieldType.INT64)
          .build();

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  public void expect_expressions_eachBadRecordIsOneDeadLetter() {
    Row good = flight("DTW", "LAS", 1750L);
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> out;
    try (dead) {
      out =
          flights(good, flight("DTW", "LAS", -1L), flight("LAS", "LAS", 0L))
              .apply(
                  Validate.records()
                      .expect("distance_positive", "distance > 0")
                      .expect("different_airports", "origin != destination")
                      .withDeadLetters(dead));
    }

    PAssert.that(out).containsInAnyOrder(good);
    DeadLettersAssert.that(dead)
        .containsInAnyOrder(
            failed("{\"origin\":\"DTW\",\"destination\":\"LAS\",\"distance\":-1}"),
            failed("{\"origin\":\"LAS\",\"destination\":\"LAS\",\"distance\":0}"));
    PAssert.that(messages(dead))
        .containsInAnyOrder(
            "expectations failed: distance_positive",
            "expectations failed: distance_positive, different_airports");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void expect_nullInAComparison_isAViolation() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> out;
    try (dead) {
      out =
          flights(flight("DTW", "LAS", null))
              .apply(
                  Validate.records().expect("not_far", "distance <= 5000").withDeadLetters(dead));
    }

    PAssert.that(out).empty();
    PAssert.that(messages(dead)).containsInAnyOrder("expectations failed: not_far");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void expect_predicateOnField_isNotCalledWithNull() {
    Row good = flight("DTW", "LAS", 5L);
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> out;
    try (dead) {
      out =
          flights(good, flight("DTW", "LAS", 0L), flight("DTW", "LAS", null))
              .apply(
                  Validate.records()
                      .expect("positive", "distance", Long.class, distance -> distance > 0)
                      .withDeadLetters(dead));
    }

    PAssert.that(out).containsInAnyOrder(good);
    PAssert.that(messages(dead))
        .containsInAnyOrder("expectations failed: positive", "expectations failed: positive");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void expect_predicateOnRow_doesNotSeeProvenance() {
    Schema schema = Provenance.addTo(FLIGHT);
    Row row =
        Row.withSchema(schema)
            .addValues("DTW", "LAS", 5L, Provenance.ofFile("f.jsonl", 0, 1L).toBytes())
            .build();
    PCollection<Row> out =
        pipeline
            .apply(Create.of(row).withRowSchema(schema))
            .apply(Validate.records().expect("plain", r -> r.getSchema().equals(FLIGHT)));

    PAssert.that(out).containsInAnyOrder(row);
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void expect_predicateThrows_isBroken() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      flights(flight("DTW", "LAS", 5L))
          .apply(
              Validate.records()
                  .expect("broken", row -> row.getInt64("distance") / 0 > 1)
                  .withDeadLetters(dead));
    }

    DeadLettersAssert.that(dead)
        .containsInAnyOrder(
            ExpectedDeadLetter.of(
                "Validate",
                Reason.EXPECTATION_FAILED,
                "{\"origin\":\"DTW\",\"destination\":\"LAS\",\"distance\":5}"));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void noDeadLetters_violation_isThrownWithPlaceAndWithoutData() {
    Schema schema = Provenance.addTo(FLIGHT);
    pipeline
        .apply(
            Create.of(
                    Row.withSchema(schema)
                        .addValues("DTW", "LAS", -77L, Provenance.ofFile("f", 9, 3L).toBytes())
                        .build())
                .withRowSchema(schema))
        .apply(Validate.records().expect("distance_positive", "distance > 0"));

    String message =
        assertThrows(PipelineExecutionException.class, () -> pipeline.run().waitUntilFinish())
            .getMessage();
    assertThat(
        message, containsString("expectations failed: distance_positive, at f line 3 (byte 9)"));
    assertThat(message.contains("-77"), equalTo(false));
  }

  @Test
  public void asStep_behindAnother_isTheSame() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> out;
    try (dead) {
      out =
          flights(flight("A", "B", 5L), flight("A", "A", 5L), flight("A", "B", 0L))
              .apply(
                  Steps.of(
                          Validate.records().expect("far", "distance > 0").withStepName("Far"),
                          Validate.records().expect("other", "origin != destination"))
                      .withDeadLetters(dead));
    }

    PAssert.that(out).containsInAnyOrder(flight("A", "B", 5L));
    PAssert.that(
            dead.collection()
                .apply(
                    "Steps of dead letters",
                    MapElements.into(TypeDescriptors.strings()).via(DeadLetter::step)))
        .containsInAnyOrder("Far", "Validate");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void counters_perExpectation_areKept() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      flights(flight("A", "A", 0L), flight("A", "B", 0L), flight("A", "B", 1L))
          .apply(
              Validate.records()
                  .expect("far", "distance > 0")
                  .expect("other", "origin != destination")
                  .withDeadLetters(dead));
    }

    PipelineResult result = pipeline.run();
    result.waitUntilFinish();

    assertThat(Counters.of(result, "Validate/expectation_passed.far"), equalTo(1L));
    assertThat(Counters.of(result, "Validate/expectation_failed.far"), equalTo(2L));
    assertThat(Counters.of(result, "Validate/expectation_passed.other"), equalTo(2L));
    assertThat(Counters.of(result, "Validate/expectation_failed.other"), equalTo(1L));
    assertThat(Counters.of(result, "Validate/records_in"), equalTo(3L));
    assertThat(Counters.of(result, "Validate/records_out"), equalTo(1L));
    assertThat(Counters.of(result, "Validate/records_dead.expectation_failed"), equalTo(2L));
  }

  @Test
  public void expect_unknownField_isRefusedWithTheNearestName() {
    PCollection<Row> input = flights(flight("A", "B", 1L));
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> input.apply(Validate.records().expect("far", "distanse > 0")))
            .getMessage();
    assertThat(message, containsString("Validate, expectation 'far'"));
    assertThat(message, containsString("distance"));
  }

  @Test
  public void expect_predicateOfAnotherType_isRefused() {
    PCollection<Row> input = flights(flight("A", "B", 1L));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    input.apply(
                        Validate.records().expect("far", "distance", String.class, s -> true)))
            .getMessage(),
        equalTo(
            "Validate, expectation 'far': the field 'distance' holds Long, but the predicate takes"
                + " String."));
  }

  @Test
  public void expect_nameTwiceOrBad_isRefused() {
    Validate one = Validate.records().expect("a", "distance > 0");
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> one.expect("a", "distance > 1"))
            .getMessage(),
        equalTo("expect() must have a name of its own, but 'a' is there already"));
    for (String name : List.of("", "1a", "a b", "a,b")) {
      assertThrows(name, IllegalArgumentException.class, () -> one.expect(name, "distance > 1"));
    }
  }

  @Test
  public void records_noExpectation_isRefused() {
    PCollection<Row> input = flights(flight("A", "B", 1L));
    assertThrows(IllegalArgumentException.class, () -> input.apply(Validate.records()));
  }

  @Test
  public void withStepName_empty_isRefused() {
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> Validate.records().withStepName(""))
            .getMessage(),
        equalTo("withStepName() must not be empty."));
  }

  @Test
  public void deadLetters_payloadPolicy_isThatOfTheHandler() {
    DeadLetters dead = DeadLetters.in(pipeline).withPayloadPolicy(PayloadPolicy.drop()).collect();
    try (dead) {
      flights(flight("S3CRET", "LAS", -1L))
          .apply(Validate.records().expect("far", "distance > 0").withDeadLetters(dead));
    }

    PAssert.thatSingleton(dead.collection())
        .satisfies(
            letter -> {
              assertThat(letter.payload(), nullValue());
              assertThat(letter.message(), equalTo("expectations failed: far"));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void deadLetters_stackTraces_haveTheFramesTheHandlerWasGiven() {
    DeadLetters dead = DeadLetters.in(pipeline).withStackTraces(2).collect();
    try (dead) {
      flights(flight("DTW", "LAS", 5L))
          .apply(
              Validate.records()
                  .expect("number", "origin", String.class, s -> Long.parseLong(s) > 0)
                  .withDeadLetters(dead));
    }

    PAssert.thatSingleton(dead.collection())
        .satisfies(
            letter -> {
              assertThat(letter.errorClass(), equalTo("java.lang.NumberFormatException"));
              assertThat(letter.stackTrace(), containsString("java.lang.NumberFormatException"));
              assertThat(
                  letter.stackTrace().lines().filter(line -> line.contains("at ")).count(),
                  equalTo(2L));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void deadLetters_noStackTracesAskedFor_haveNone() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      flights(flight("DTW", "LAS", 5L))
          .apply(
              Validate.records()
                  .expect("number", "origin", String.class, s -> Long.parseLong(s) > 0)
                  .withDeadLetters(dead));
    }

    PAssert.thatSingleton(dead.collection())
        .satisfies(
            letter -> {
              assertThat(letter.payload(), notNullValue());
              assertThat(letter.stackTrace(), nullValue());
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void counters_predicateThrows_countsAsBroken() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      flights(flight("A", "A", 0L), flight("A", "B", 1L))
          .apply(
              Validate.records()
                  .expect("far", "distance > 0")
                  .expect("inverse", "distance", Long.class, distance -> 1 / distance > 0)
                  .expect("other", "origin != destination")
                  .withDeadLetters(dead));
    }

    PipelineResult result = pipeline.run();
    result.waitUntilFinish();

    for (String name : List.of("far", "inverse", "other")) {
      assertThat(Counters.of(result, "Validate/expectation_passed." + name), equalTo(1L));
      assertThat(Counters.of(result, "Validate/expectation_failed." + name), equalTo(1L));
    }
    assertThat(Counters.of(result, "Validate/records_dead.expectation_failed"), equalTo(1L));
  }

  @Test
  public void severalThatDoNotFit_areToldAllAtOnce() {
    PCollection<Row> input = flights(flight("A", "B", 1L));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    input.apply(
                        Validate.records()
                            .expect("far", "distance", String.class, s -> true)
                            .expect("fine", "distance > 0")
                            .expect(Expectation.matches("distance", "1+").withName("digits"))
                            .expect(Expectation.notNull("orgin").withName("known"))))
            .getMessage(),
        equalTo(
            String.join(
                "\n",
                "Validate: 3 expectations do not fit the input:",
                "Validate, expectation 'far': the field 'distance' holds Long, but the predicate"
                    + " takes String.",
                "Validate, expectation 'digits': 'distance' holds Long, but matches() is for text.",
                "Validate, expectation 'known': there is no field 'orgin'. Did you mean 'origin'?"
                    + " Fields: origin, destination, distance")));
  }

  @Test
  public void expect_withoutAName_isRefused() {
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> Validate.records().expect(Expectation.notNull("origin")))
            .getMessage(),
        equalTo(
            "expect() must be given an expectation with a name, but 'origin is not null' has none:"
                + " withName(\"...\")."));
  }

  @Test
  public void expect_fieldWithAnyName_isFoundByIt() {
    Schema schema = Schema.builder().addInt64Field("post.code [*]").build();
    PCollection<Row> out =
        pipeline
            .apply(Create.of(Row.withSchema(schema).addValue(5L).build()).withRowSchema(schema))
            .apply(
                Validate.records()
                    .expect("positive", "post.code [*]", Long.class, code -> code > 0));
    PAssert.that(out).containsInAnyOrder(Row.withSchema(schema).addValue(5L).build());
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void withErrorThreshold_tooManyDeadLetters_stopsThePipeline() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      flights(flight("A", "B", -1L), flight("A", "B", 1L), flight("A", "B", 2L))
          .apply(
              Validate.records()
                  .expect("far", "distance > 0")
                  .withErrorThreshold(ErrorThreshold.ratio(0.1).withMinimumRecords(3))
                  .withDeadLetters(dead));
    }
    assertThat(
        assertThrows(PipelineExecutionException.class, () -> pipeline.run().waitUntilFinish())
            .getMessage(),
        containsString(
            "Validate: more than 10% of the records failed: 1 of 3. The dead letters say why."));
  }

  @Test
  public void withErrorThreshold_inSteps_isRefused() {
    PCollection<Row> input = flights(flight("A", "B", 1L));
    Validate validate =
        Validate.records()
            .expect("far", "distance > 0")
            .withErrorThreshold(ErrorThreshold.count(1));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> input.apply(Steps.of(validate)))
            .getMessage(),
        containsString("Steps.of(...).withErrorThreshold(...)"));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> input.apply("Alone", validate))
            .getMessage(),
        containsString("withErrorThreshold() must come with withDeadLetters()"));
  }

  @Test
  public void displayData_showsTheRulesAndActions() {
    assertThat(
        DisplayData.from(
                Validate.records()
                    .expect("far", "distance > 0")
                    .expect("near", "distance < 9", Action.WARN))
            .items()
            .stream()
            .map(item -> item.getKey() + "=" + item.getValue())
            .toList(),
        containsInAnyOrder(
            "far=distance > 0",
            "Validate/expectation_action.far=dead_letter",
            "near=distance < 9",
            "Validate/expectation_action.near=warn"));
  }

  private PCollection<Row> flights(Row... rows) {
    return pipeline.apply(Create.of(List.of(rows)).withRowSchema(FLIGHT));
  }

  private static Row flight(String origin, String destination, Long distance) {
    return Row.withSchema(FLIGHT).addValues(origin, destination, distance).build();
  }

  private static ExpectedDeadLetter failed(String payload) {
    return ExpectedDeadLetter.of("Validate", Reason.EXPECTATION_FAILED, payload);
  }

  private static PCollection<String> messages(DeadLetters dead) {
    return dead.collection()
        .apply("Messages", MapElements.into(TypeDescriptors.strings()).via(DeadLetter::message));
  }
}
