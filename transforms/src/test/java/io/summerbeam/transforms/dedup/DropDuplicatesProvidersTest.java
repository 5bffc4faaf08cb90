package io.summerbeam.transforms.dedup;

import static io.summerbeam.transforms.dedup.Events.at;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.transforms.Counters;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.transforms.SchemaTransformProvider;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.junit.Rule;
import org.junit.Test;

/** {@link DropDuplicates} and {@link DropDuplicatesApproximately} as Beam YAML sees them. */
public class DropDuplicatesProvidersTest {

  private static final SchemaTransformProvider EXACT = new DropDuplicatesSchemaTransformProvider();
  private static final SchemaTransformProvider APPROXIMATE =
      new DropDuplicatesApproximatelySchemaTransformProvider();

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  public void keep_saysWhichIsLetThrough() {
    PAssert.that(
            input(at(0, "a", 1), at(9, "a", 2))
                .apply(
                    EXACT.from(
                        config(
                            EXACT, "fields", List.of("id"), "within", "PT0.01S", "keep", "last")))
                .get("output")
                .apply(new Events.Texts()))
        .containsInAnyOrder("a:2@9");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void keepUpdates_andFirst_areTaken() {
    PCollectionRowTuple input = input(at(0, "a", 1));
    for (String keep : List.of("updates", "first")) {
      PAssert.that(
              input
                  .apply(keep, EXACT.from(config(EXACT, "within", "PT1S", "keep", keep)))
                  .get("output")
                  .apply(keep + "Texts", new Events.Texts()))
          .containsInAnyOrder("a:1@0");
    }
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void withinProcessingTime_keepsOne_whateverTheEventTimes() {
    PCollectionRowTuple out =
        input(at(0, "a", 1), at(10_000_000, "a", 1), at(0, "b", 1))
            .apply(
                EXACT.from(
                    config(
                        EXACT,
                        "within_processing_time",
                        "P1D",
                        "step_name",
                        "Once",
                        "keep_duplicates",
                        true)));

    assertThat(out.getAll().keySet(), equalTo(Set.of("output", "duplicates")));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(Counters.of(result, "Once/records_in"), equalTo(3L));
    assertThat(Counters.of(result, "Once/records_out"), equalTo(2L));
    assertThat(Counters.of(result, "Once/records_duplicate"), equalTo(1L));
  }

  @Test
  public void keepDuplicates_givesThemAsAnOutput() {
    PCollectionRowTuple out =
        input(at(0, "a", 1), at(9, "a", 2))
            .apply(
                EXACT.from(
                    config(
                        EXACT,
                        "fields",
                        List.of("id"),
                        "within",
                        "PT0.01S",
                        "keep",
                        "last",
                        "allowed_lateness",
                        "PT1S",
                        "keep_duplicates",
                        true)));

    PAssert.that(out.get("output").apply("Texts", new Events.Texts())).containsInAnyOrder("a:2@9");
    PAssert.that(out.get("duplicates").apply("Others", new Events.Texts()))
        .containsInAnyOrder("a:1@0");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void approximate_everySetting_isTaken() {
    PCollectionRowTuple out =
        input(at(0, "a", 1), at(1, "a", 1), at(9_000, "a", 1))
            .apply(
                APPROXIMATE.from(
                    config(
                        APPROXIMATE,
                        "fields",
                        List.of("id", "n"),
                        "within",
                        "PT1S",
                        "expected_records",
                        100L,
                        "false_positive_rate",
                        0.01,
                        "allowed_lateness",
                        "PT1S",
                        "step_name",
                        "Nearly",
                        "keep_duplicates",
                        true)));

    assertThat(out.getAll().keySet(), equalTo(Set.of("output", "duplicates")));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(Counters.of(result, "Nearly/records_out"), equalTo(2L));
    assertThat(Counters.of(result, "Nearly/records_duplicate"), equalTo(1L));
  }

  @Test
  public void approximate_withinProcessingTime_ofAllFields() {
    PAssert.that(
            input(at(0, "a", 1), at(0, "a", 1), at(0, "b", 1))
                .apply(
                    APPROXIMATE.from(
                        config(
                            APPROXIMATE,
                            "within_processing_time",
                            "P1D",
                            "expected_records",
                            100L)))
                .get("output")
                .apply(new Events.Texts()))
        .containsInAnyOrder("a:1@0", "b:1@0");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void settingsThatDoNotFit_areRefused() {
    PCollectionRowTuple input = input(at(0, "a", 1));
    assertThat(
        message(input, EXACT, "within", "P1D", "keep", "newest"),
        equalTo("keep must be first, last or updates, but was: newest"));
    assertThat(message(input, EXACT), containsString("say how near duplicates are in time"));
    assertThat(
        message(input, EXACT, "within", "P1D", "within_processing_time", "P1D"),
        containsString("Leave out one of them"));
    assertThat(
        message(
            input,
            APPROXIMATE,
            "within",
            "P1D",
            "expected_records",
            1L,
            "false_positive_rate",
            1.0),
        equalTo("withFalsePositiveRate() must be from 1.0E-4 to 0.1, but was: 1.0"));
    assertThat(message(input, APPROXIMATE, "expected_records", 1L), containsString("and not both"));
  }

  @Test
  public void textThatIsNoDuration_saysOfWhichSetting() {
    PCollectionRowTuple input = input(at(0, "a", 1));
    String rule =
        " must be an ISO 8601 duration of days, hours, minutes and seconds (P1D, PT5M, PT0.5S),"
            + " but was: '1h'";
    for (String setting : List.of("within", "within_processing_time")) {
      assertThat(message(input, EXACT, setting, "1h"), equalTo(setting + rule));
      assertThat(
          message(input, APPROXIMATE, "expected_records", 1L, setting, "1h"),
          equalTo(setting + rule));
    }
    assertThat(
        message(input, EXACT, "within", "P1D", "allowed_lateness", "1h"),
        equalTo("allowed_lateness" + rule));
    assertThat(
        message(
            input, APPROXIMATE, "expected_records", 1L, "within", "P1D", "allowed_lateness", "1h"),
        equalTo("allowed_lateness" + rule));
  }

  @SafeVarargs
  private final PCollectionRowTuple input(TimestampedValue<Row>... events) {
    return PCollectionRowTuple.of(
        "input",
        pipeline
            .apply(Create.timestamped(List.of(events)).withCoder(RowCoder.of(Events.SCHEMA)))
            .setRowSchema(Events.SCHEMA));
  }

  private static String message(
      PCollectionRowTuple input, SchemaTransformProvider provider, Object... namesAndValues) {
    return assertThrows(
            IllegalArgumentException.class,
            () -> input.apply(provider.from(config(provider, namesAndValues))))
        .getMessage();
  }

  private static Row config(SchemaTransformProvider provider, Object... namesAndValues) {
    Schema schema = provider.configurationSchema();
    Object[] values = new Object[schema.getFieldCount()];
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values[schema.indexOf((String) namesAndValues[i])] = namesAndValues[i + 1];
    }
    return Row.withSchema(schema).addValues(values).build();
  }
}
