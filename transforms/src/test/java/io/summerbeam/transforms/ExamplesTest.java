package io.summerbeam.transforms;

import static io.summerbeam.transforms.mask.MaskRules.hash;
import static io.summerbeam.transforms.mask.MaskRules.keepLast;
import static io.summerbeam.transforms.mask.MaskRules.preserveFormat;
import static io.summerbeam.transforms.mask.MaskRules.scrub;
import static io.summerbeam.transforms.mask.MaskRules.shiftDays;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.ErrorThreshold;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.secret.KeySource;
import io.summerbeam.sdk.step.Steps;
import io.summerbeam.sdk.testing.DeadLettersAssert;
import io.summerbeam.sdk.testing.ExpectedDeadLetter;
import io.summerbeam.sdk.window.Windows;
import io.summerbeam.transforms.aggregate.Aggregate;
import io.summerbeam.transforms.dedup.DropDuplicates;
import io.summerbeam.transforms.dedup.DropDuplicatesApproximately;
import io.summerbeam.transforms.dedup.SplitDuplicates;
import io.summerbeam.transforms.enrich.Enrich;
import io.summerbeam.transforms.mask.Mask;
import io.summerbeam.transforms.mask.Unmask;
import io.summerbeam.transforms.mask.fpe.Alphabet;
import io.summerbeam.transforms.mask.policy.MaskPolicy;
import io.summerbeam.transforms.mask.scrub.Detectors;
import io.summerbeam.transforms.validate.Action;
import io.summerbeam.transforms.validate.Expectation;
import io.summerbeam.transforms.validate.Validate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The examples in the Javadoc: they stand here too, but for white space, and compile and run. */
public class ExamplesTest {

  private static final List<String> DOCUMENTED =
      List.of(
          "src/main/java/io/summerbeam/transforms/aggregate/Aggregate.java",
          "src/main/java/io/summerbeam/transforms/dedup/DropDuplicates.java",
          "src/main/java/io/summerbeam/transforms/dedup/DropDuplicatesApproximately.java",
          "src/main/java/io/summerbeam/transforms/dedup/SplitDuplicates.java",
          "src/main/java/io/summerbeam/transforms/enrich/EnrichFromTable.java",
          "src/main/java/io/summerbeam/transforms/mask/Mask.java",
          "src/main/java/io/summerbeam/transforms/mask/Unmask.java",
          "src/main/java/io/summerbeam/transforms/mask/policy/MaskPolicy.java",
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
  private static final Schema PATIENT =
      Schema.builder()
          .addStringField("id")
          .addDateTimeField("born")
          .addStringField("card")
          .addArrayField(
              "contacts", FieldType.row(Schema.builder().addStringField("phone").build()))
          .addMapField("notes", FieldType.STRING, FieldType.STRING)
          .build();
  private static final Schema CLICK = Schema.builder().addStringField("click_id").build();
  private static final Schema DISTANCE = Schema.builder().addInt64Field("distance").build();

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Rule public final transient TemporaryFolder folder = new TemporaryFolder();

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
      PAssert.thatSingleton(
              dropDuplicatesApproximately(
                      rows("Clicks", CLICK, Row.withSchema(CLICK).addValues("c1").build()))
                  .apply(Count.globally()))
          .isEqualTo(1L);
      flights.apply("Ready", readyExpectations());
      flights.apply("Threshold", withErrorThreshold(dead));
      flights.apply(
          "ByTheClock",
          Validate.records()
              .expect("distance_positive", "distance > 0")
              .withDeadLetters(dead)
              .withErrorThreshold(byTheClock()));
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

  @Test
  public void maskAndUnmask_run() throws IOException {
    KeySource key = key();
    Row contact =
        Row.withSchema(
                PATIENT.getField("contacts").getType().getCollectionElementType().getRowSchema())
            .addValue("+14155552671")
            .build();
    Row patient =
        Row.withSchema(PATIENT)
            .addValues(
                "P1",
                Instant.parse("1980-02-29T00:00:00Z"),
                "4111 1111 1111 1111",
                List.of(contact),
                Map.of("visit", "bob@example.com called"))
            .build();
    PCollection<Row> patients = rows("Patients", PATIENT, patient);
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      unmask(mask(patients, key, dead), key, key, dead);
    }
    DeadLettersAssert.that(dead).empty();
    pipeline.run().waitUntilFinish();
  }

  private static PCollection<Row> mask(PCollection<Row> patients, KeySource key, DeadLetters dead) {
    return patients.apply(
        Mask.fields(
                hash("id", key),
                shiftDays("born", 30, "id", key),
                keepLast("contacts[*].phone", 4),
                scrub("notes{*}", Detectors.all()))
            .withDeadLetters(dead));
  }

  private static PCollection<Row> unmask(
      PCollection<Row> masked, KeySource key, KeySource aesKey, DeadLetters dead) {
    return masked.apply(
        Unmask.fields(
                shiftDays("born", 30, "id", key), preserveFormat("card", aesKey, Alphabet.DIGITS))
            .withDeadLetters(dead));
  }

  @Test
  public void maskPolicy_runs() throws IOException {
    Path file = folder.newFile("customers.yaml").toPath();
    Files.writeString(file, "version: 1\nfields: { origin: redact }\n");
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      policy(
          rows("Customers", FLIGHT, Row.withSchema(FLIGHT).addValues("DTW", 1L, 2L).build()),
          file.toString(),
          dead);
    }
    DeadLettersAssert.that(dead).empty();
    pipeline.run().waitUntilFinish();
  }

  private static void policy(PCollection<Row> customers, String file, DeadLetters dead) {
    MaskPolicy policy = MaskPolicy.load(file);
    customers.apply(policy.toMask(customers.getSchema()).withDeadLetters(dead));
  }

  private KeySource key() throws IOException {
    Path file = folder.newFile("key").toPath();
    Files.writeString(file, "0123456789abcdef");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return KeySource.of("file:" + file);
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

  private static ErrorThreshold byTheClock() {
    return ErrorThreshold.ratio(0.05).within(Duration.ofMinutes(1));
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

  private static PCollection<Row> dropDuplicatesApproximately(PCollection<Row> rows) {
    return rows.apply(
        DropDuplicatesApproximately.by("click_id")
            .within(Duration.ofHours(1))
            .expecting(50_000_000)
            .withFalsePositiveRate(0.0001));
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
