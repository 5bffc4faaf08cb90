package io.summerbeam.transforms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.ErrorThreshold;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.step.Steps;
import io.summerbeam.sdk.testing.DeadLettersAssert;
import io.summerbeam.sdk.testing.ExpectedDeadLetter;
import io.summerbeam.sdk.window.Windows;
import io.summerbeam.transforms.aggregate.Aggregate;
import io.summerbeam.transforms.dedup.DropDuplicates;
import io.summerbeam.transforms.dedup.SplitDuplicates;
import io.summerbeam.transforms.enrich.Enrich;
import io.summerbeam.transforms.validate.Action;
import io.summerbeam.transforms.validate.Expectation;
import io.summerbeam.transforms.validate.Validate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.junit.Rule;
import org.junit.Test;

/** The examples in the Javadoc: they stand here too, but for white space, and compile and run. */
public class ExamplesTest {

  private static final List<String> DOCUMENTED =
      List.of(
          "src/main/java/io/summerbeam/transforms/aggregate/Aggregate.java",
          "src/main/java/io/summerbeam/transforms/dedup/DropDuplicates.java",
          "src/main/java/io/summerbeam/transforms/dedup/SplitDuplicates.java",
          "src/main/java/io/summerbeam/transforms/enrich/EnrichFromTable.java",
          "src/main/java/io/summerbeam/transforms/validate/Expectation.java",
          "src/main/java/io/summerbeam/transforms/validate/Validate.java",
          // These show transforms, which their own modules do not see.
          "../sdk-ext/core/src/main/java/io/summerbeam/sdk/failure/ErrorThreshold.java",
          "../sdk-ext/core/src/main/java/io/summerbeam/sdk/step/Steps.java",
          "../sdk-ext/testing/src/main/java/io/summerbeam/sdk/testing/DeadLettersAssert.java");

  private static final Pattern EXAMPLE =
      Pattern.compile("<pre>\\{@code\\R(.*?)\\R[ *]*}</pre>", Pattern.DOTALL);

  private static final Schema FLIGHT =
      Schema.builder()
          .addStringField("origin")
          .addInt64Field("distance")
          .addInt64Field("delay")
          .build();
  private static final Schema AIRPORT =
      Schema.builder()
          .addStringField("iata")
          .addStringField("city")
          .addStringField("state")
          .build();
  private static final Schema DISTANCE = Schema.builder().addInt64Field("distance").build();

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  public void examples_areTheOnesBelow() throws Exception {
    String here =
        words(
            Files.readString(Path.of("src/test/java/io/summerbeam/transforms/ExamplesTest.java")));
    for (String file : DOCUMENTED) {
      Matcher example = EXAMPLE.matcher(Files.readString(Path.of(file)));
      String found = "";
      while (example.find()) {
        found = words(example.group(1).replaceAll("(?m)^ *\\*", ""));
        assertThat(file, here, containsString(found));
      }
      assertThat(file, found, not(""));
    }
  }

  @Test
  public void transforms_run() {
    PCollection<Row> flights =
        rows("Flights", FLIGHT, Row.withSchema(FLIGHT).addValues("DTW", 1750L, 20L).build());
    PCollection<Row> airports =
        rows(
            "Airports", AIRPORT, Row.withSchema(AIRPORT).addValues("DTW", "Detroit", "MI").build());
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      steps(validate(dropDuplicates(flights), dead), dead);
      splitDuplicates(flights);
      flights.apply("Ready", readyExpectations());
      flights.apply("Threshold", withErrorThreshold(dead));
      aggregate(enrich(flights, airports, dead));
    }
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void deadLettersAssert_runs() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      rows("Distances", DISTANCE, Row.withSchema(DISTANCE).addValue(-1L).build())
          .apply(Validate.records().expect("positive", "distance > 0").withDeadLetters(dead));
    }
    deadLettersAssert(dead);
    pipeline.run().waitUntilFinish();
  }

  private static PCollection<Row> validate(PCollection<Row> flights, DeadLetters dead) {
    return flights.apply(
        Validate.records()
            .expect("distance_positive", "distance > 0")
            .expect(
                "delay_plausible", "delay", Long.class, delay -> delay >= -1440 && delay <= 2880)
            .expect(Expectation.notNull("origin").withName("has_origin").onFailure(Action.DROP))
            .withDeadLetters(dead));
  }

  private static Validate withErrorThreshold(DeadLetters dead) {
    return Validate.records()
        .expect("distance_positive", "distance > 0")
        .withDeadLetters(dead)
        .withErrorThreshold(ErrorThreshold.ratio(0.05).over(Windows.fixed(Duration.ofMinutes(5))));
  }

  private static Validate readyExpectations() {
    return Validate.records()
        .expect("distance_positive", "distance > 0")
        .expect(Expectation.notNull("origin").withName("has_origin").onFailure(Action.DROP))
        .expect(Expectation.inRange("delay", -1440, 2880).withName("plausible").orNull())
        .expect(Expectation.matches("origin", "[A-Z]{3}").withName("airport_code"));
  }

  private static PCollection<Row> dropDuplicates(PCollection<Row> rows) {
    return rows.apply(DropDuplicates.byAllFields().within(Duration.ofDays(1)));
  }

  private static void splitDuplicates(PCollection<Row> rows) {
    PCollectionTuple flights =
        rows.apply(DropDuplicates.byAllFields().within(Duration.ofDays(1)).keepingDuplicates());
    PCollection<Row> once = flights.get(SplitDuplicates.FIRST);
    PCollection<Row> again = flights.get(SplitDuplicates.OTHERS);
    PAssert.thatSingleton(once.apply("Once", Count.globally())).isEqualTo(1L);
    PAssert.that(again).empty();
  }

  private static PCollection<Row> enrich(
      PCollection<Row> flights, PCollection<Row> airports, DeadLetters dead) {
    return flights.apply(
        Enrich.fromTable(airports)
            .on("origin", "iata")
            .take("city", "origin_city")
            .take("state", "origin_state")
            .withDeadLetters(dead));
  }

  private static PCollection<Row> aggregate(PCollection<Row> flights) {
    return flights.apply(
        Aggregate.by("origin_state")
            .over(Windows.days(ZoneOffset.UTC))
            .count("flights")
            .mean("delay", "mean_delay")
            .countIf("delay >= 15", "delayed_15"));
  }

  private static void steps(PCollection<Row> rows, DeadLetters dead) {
    rows.apply(
        Steps.of(
                Validate.records().expect("distance_positive", "distance > 0"),
                Validate.records().expect("has_origin", "origin != ''"))
            .withDeadLetters(dead));
  }

  private static void deadLettersAssert(DeadLetters dead) {
    DeadLettersAssert.that(dead)
        .containsInAnyOrder(
            ExpectedDeadLetter.of("Validate", Reason.EXPECTATION_FAILED, "{\"distance\":-1}"));
  }

  private PCollection<Row> rows(String name, Schema schema, Row row) {
    return pipeline.apply(name, Create.of(row).withRowSchema(schema));
  }

  private static String words(String text) {
    return text.replaceAll("\\s+", "");
  }
}
