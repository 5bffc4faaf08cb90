package io.summerbeam.transforms.portable;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.junit.Assert.assertThrows;

import io.summerbeam.transforms.Counters;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.transforms.SchemaTransformProvider;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Instant;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The transforms as Beam YAML sees them: found by identifier, configured by a Row. */
public class SchemaTransformProvidersTest {

  private static final Schema FLIGHT =
      Schema.builder().addStringField("origin").addInt64Field("delay").build();
  private static final Schema AIRPORT =
      Schema.builder().addStringField("iata").addStringField("state").build();

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void providers_areFoundByTheirIdentifiers() {
    List<String> found = new ArrayList<>();
    ServiceLoader.load(SchemaTransformProvider.class).forEach(p -> found.add(p.identifier()));
    assertThat(
        found,
        hasItems(
            "summerbeam:validate:v1",
            "summerbeam:drop_duplicates:v1",
            "summerbeam:enrich_from_table:v1",
            "summerbeam:aggregate:v1"));
  }

  @Test
  public void validate_withErrorOutput_routesDeadLetters() {
    String id = "summerbeam:validate:v1";
    PCollectionRowTuple out =
        PCollectionRowTuple.of(
                "input", flights(flight("DTW", 5), flight("DTW", -1), flight("LAS", 0)))
            .apply(
                provider(id)
                    .from(
                        config(
                            id,
                            "expectations",
                            List.of(
                                pair(
                                    id, "expectations", "name", "late", "expression", "delay > 0")),
                            "step_name",
                            "Late",
                            "error_handling",
                            errors(id))));

    PAssert.that(out.get("output")).containsInAnyOrder(flight("DTW", 5));
    PAssert.that(described(out.get("errors")))
        .containsInAnyOrder(
            "Late expectation_failed {\"origin\":\"DTW\",\"delay\":-1}",
            "Late expectation_failed {\"origin\":\"LAS\",\"delay\":0}");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void validate_everyKindOfRule_isThatOfTheFiles() throws Exception {
    String id = "summerbeam:validate:v1";
    Path file = folder.newFile("expectations.yaml").toPath();
    Files.writeString(
        file, "expectations: [{name: below, field: delay, to: 90, on_failure: drop}]");
    PCollection<Row> airports =
        pipeline.apply(
            "Airports",
            Create.of(Row.withSchema(AIRPORT).addValues("DTW", "MI").build())
                .withRowSchema(AIRPORT));
    PCollectionRowTuple out =
        PCollectionRowTuple.of(
                "input",
                flights(
                    flight("DTW", 5),
                    flight("DTW", 5),
                    flight("DTW", 99),
                    flight("ZZZ", 6),
                    flight("dtw", 7)))
            .and("airports", airports)
            .apply(
                provider(id)
                    .from(
                        config(
                            id,
                            "expectations",
                            List.of(
                                row(
                                    element(id, "expectations"),
                                    "name",
                                    "code",
                                    "field",
                                    "origin",
                                    "matches",
                                    "[A-Z]{3}"),
                                row(
                                    element(id, "expectations"),
                                    "name",
                                    "known",
                                    "field",
                                    "origin",
                                    "table",
                                    "airports",
                                    "table_fields",
                                    List.of("iata")),
                                row(
                                    element(id, "expectations"),
                                    "name",
                                    "once",
                                    "fields",
                                    List.of("origin", "delay"),
                                    "unique",
                                    true,
                                    "on_failure",
                                    "drop")),
                            "expectations_file",
                            file.toString(),
                            "error_handling",
                            errors(id))));

    PAssert.that(out.get("output")).containsInAnyOrder(flight("DTW", 5));
    PAssert.that(described(out.get("errors")))
        .containsInAnyOrder(
            "Validate expectation_failed {\"origin\":\"ZZZ\",\"delay\":6}",
            "Validate expectation_failed {\"origin\":\"dtw\",\"delay\":7}");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void validate_withErrorThreshold_stops() {
    String id = "summerbeam:validate:v1";
    Schema threshold =
        provider(id).configurationSchema().getField("error_threshold").getType().getRowSchema();
    PCollectionRowTuple.of("input", flights(flight("DTW", 5), flight("DTW", -1)))
        .apply(
            provider(id)
                .from(
                    config(
                        id,
                        "expectations",
                        List.of(
                            pair(id, "expectations", "name", "late", "expression", "delay > 0")),
                        "error_threshold",
                        row(threshold, "ratio", 0.1, "windows", "days UTC", "minimum_records", 2L),
                        "error_handling",
                        errors(id))));
    assertThat(
        assertThrows(RuntimeException.class, () -> pipeline.run().waitUntilFinish()).getMessage(),
        containsString("more than 10% of the records failed: 1 of 2, with event times from 2001"));
  }

  @Test
  public void validate_settingsThatDoNotFit_areRefused() {
    String id = "summerbeam:validate:v1";
    PCollectionRowTuple input = PCollectionRowTuple.of("input", flights(flight("DTW", 5)));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    input.apply(
                        provider(id)
                            .from(
                                config(
                                    id,
                                    "expectations",
                                    List.of(
                                        pair(
                                            id,
                                            "expectations",
                                            "name",
                                            "late",
                                            "expression",
                                            "delay > 0",
                                            "on_failure",
                                            "wran"))))))
            .getMessage(),
        equalTo(
            "Validate, expectation 'late': on_failure must be one of warn, drop, dead_letter,"
                + " fail, but is 'wran'. Did you mean 'warn'?"));
  }

  @Test
  public void dropDuplicates_byFields_keepsOne() {
    PCollectionRowTuple out =
        PCollectionRowTuple.of("input", flights(flight("DTW", 5), flight("DTW", 5)))
            .apply(
                provider("summerbeam:drop_duplicates:v1")
                    .from(
                        config(
                            "summerbeam:drop_duplicates:v1",
                            "fields",
                            List.of("origin", "delay"),
                            "within",
                            "P1D")));

    PAssert.that(out.get("output")).containsInAnyOrder(flight("DTW", 5));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void enrich_onMissDrop_takesFromTheTable() {
    PCollection<Row> airports =
        pipeline.apply(
            "Airports",
            Create.of(Row.withSchema(AIRPORT).addValues("DTW", "MI").build())
                .withRowSchema(AIRPORT));
    String id = "summerbeam:enrich_from_table:v1";
    PCollectionRowTuple out =
        PCollectionRowTuple.of("input", flights(flight("DTW", 5), flight("ZZZ", 5)))
            .and("table", airports)
            .apply(
                provider(id)
                    .from(
                        config(
                            id,
                            "on",
                            List.of(pair(id, "on", "field", "origin", "column", "iata")),
                            "take",
                            List.of(pair(id, "take", "field", "origin_state", "column", "state")),
                            "on_miss",
                            "drop")));

    PCollection<Row> output = out.get("output");
    PAssert.that(output)
        .containsInAnyOrder(Row.withSchema(output.getSchema()).addValues("DTW", 5L, "MI").build());
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void enrich_withErrorOutput_routesDeadLetters() {
    PCollection<Row> airports =
        pipeline.apply(
            "Airports",
            Create.of(Row.withSchema(AIRPORT).addValues("DTW", "MI").build())
                .withRowSchema(AIRPORT));
    String id = "summerbeam:enrich_from_table:v1";
    PCollectionRowTuple out =
        PCollectionRowTuple.of("input", flights(flight("DTW", 5), flight("ZZZ", 5)))
            .and("table", airports)
            .apply(
                provider(id)
                    .from(
                        config(
                            id,
                            "on",
                            List.of(pair(id, "on", "field", "origin", "column", "iata")),
                            "take",
                            List.of(pair(id, "take", "field", "origin_state", "column", "state")),
                            "step_name",
                            "Airports",
                            "error_handling",
                            errors(id))));

    PCollection<Row> output = out.get("output");
    PAssert.that(output)
        .containsInAnyOrder(Row.withSchema(output.getSchema()).addValues("DTW", 5L, "MI").build());
    PAssert.that(described(out.get("errors")))
        .containsInAnyOrder("Airports lookup_miss {\"origin\":\"ZZZ\",\"delay\":5}");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void aggregate_functionsByName_areComputed() {
    String id = "summerbeam:aggregate:v1";
    PCollection<Row> output =
        PCollectionRowTuple.of("input", flights(flight("DTW", 5), flight("DTW", 20)))
            .apply(
                provider(id)
                    .from(
                        config(
                            id,
                            "by",
                            List.of("origin"),
                            "windows",
                            "days UTC",
                            "step_name",
                            "ByOrigin",
                            "functions",
                            List.of(
                                function(id, "count", null, null, "flights"),
                                function(id, "count_if", null, "delay >= 15", "late"),
                                function(id, "max", "delay", null, "worst")))))
            .get("output");

    PAssert.that(output)
        .containsInAnyOrder(
            Row.withSchema(output.getSchema())
                .addValues(
                    "DTW",
                    Instant.parse("2001-01-01T00:00:00Z"),
                    Instant.parse("2001-01-02T00:00:00Z"),
                    2L,
                    1L,
                    20L)
                .build());
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(Counters.of(result, "ByOrigin/records_in"), equalTo(2L));
  }

  @Test
  public void aggregate_optionWithoutEffect_isRefused() {
    assertThat(
        refused("count", "delay", null),
        equalTo(
            "The function count takes no field, but was given: delay. count counts all records,"
                + " count_if those that keep a condition; the others take a field."));
    assertThat(
        refused("count", null, "delay > 0"), containsString("count takes no condition, but was"));
    assertThat(
        refused("count_if", "delay", "delay > 0"), containsString("count_if takes no field"));
    for (String function : List.of("sum", "mean", "min", "max")) {
      assertThat(
          refused(function, "delay", "delay > 0"),
          containsString(function + " takes no condition, but was given: delay > 0."));
      assertThat(
          refused(function, null, null), equalTo("The function " + function + " needs a field."));
    }
  }

  @Test
  public void aggregate_unknownFunction_namesTheNearest() {
    assertThat(
        refused("cuont", null, null), containsString("but was: cuont. Did you mean 'count'?"));
  }

  private String refused(String function, String field, String condition) {
    String id = "summerbeam:aggregate:v1";
    String name = function + field + condition;
    PCollectionRowTuple input =
        PCollectionRowTuple.of("input", pipeline.apply(name, Create.empty(FLIGHT)));
    Row config =
        config(
            id,
            "windows",
            "days UTC",
            "functions",
            List.of(function(id, function, field, condition, "x")));
    return assertThrows(
            IllegalArgumentException.class,
            () -> input.apply("Apply " + name, provider(id).from(config)))
        .getMessage();
  }

  private static PCollection<String> described(PCollection<Row> letters) {
    return letters.apply(
        "Describe",
        MapElements.into(TypeDescriptors.strings())
            .via(
                letter ->
                    letter.getString("step")
                        + " "
                        + letter.getString("reason")
                        + " "
                        + new String(letter.getBytes("payload"), StandardCharsets.UTF_8)));
  }

  private PCollection<Row> flights(Row... rows) {
    List<org.apache.beam.sdk.values.TimestampedValue<Row>> timed = new ArrayList<>();
    for (Row row : rows) {
      timed.add(
          org.apache.beam.sdk.values.TimestampedValue.of(
              row, Instant.parse("2001-01-01T10:00:00Z")));
    }
    return pipeline
        .apply("Flights", Create.timestamped(timed).withCoder(RowCoder.of(FLIGHT)))
        .setRowSchema(FLIGHT);
  }

  private static Row flight(String origin, long delay) {
    return Row.withSchema(FLIGHT).addValues(origin, delay).build();
  }

  private static SchemaTransformProvider provider(String id) {
    for (SchemaTransformProvider provider : ServiceLoader.load(SchemaTransformProvider.class)) {
      if (provider.identifier().equals(id)) {
        return provider;
      }
    }
    throw new AssertionError("no provider " + id);
  }

  private static Row config(String id, Object... namesAndValues) {
    return row(provider(id).configurationSchema(), namesAndValues);
  }

  private static Row row(Schema schema, Object... namesAndValues) {
    Object[] values = new Object[schema.getFieldCount()];
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values[schema.indexOf((String) namesAndValues[i])] = namesAndValues[i + 1];
    }
    return Row.withSchema(schema).addValues(values).build();
  }

  private static Row errors(String id) {
    Schema schema =
        provider(id).configurationSchema().getField("error_handling").getType().getRowSchema();
    return Row.withSchema(schema).addValue("errors").build();
  }

  private static Row pair(String id, String field, String... namesAndValues) {
    return row(element(id, field), (Object[]) namesAndValues);
  }

  private static Row function(String id, String name, String field, String condition, String as) {
    return row(
        element(id, "functions"),
        "function",
        name,
        "field",
        field,
        "condition",
        condition,
        "as",
        as);
  }

  private static Schema element(String id, String field) {
    return provider(id)
        .configurationSchema()
        .getField(field)
        .getType()
        .getCollectionElementType()
        .getRowSchema();
  }
}
