package io.summerbeam.transforms.portable;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.json.RowJson;
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
            "summerbeam:drop_duplicates_approximately:v1",
            "summerbeam:enrich_from_table:v1",
            "summerbeam:enrich_from_changelog:v1",
            "summerbeam:join_within:v1",
            "summerbeam:conform:v1",
            "summerbeam:route:v1",
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
  public void enrich_onExpressionAndTakeAs_areThoseOfTheTransform() {
    String id = "summerbeam:enrich_from_table:v1";
    PCollection<Row> output =
        PCollectionRowTuple.of("input", flights(flight("dtw", 5)))
            .and(
                "table",
                pipeline.apply(
                    "Airports",
                    Create.of(Row.withSchema(AIRPORT).addValues("dtw!", "MI").build())
                        .withRowSchema(AIRPORT)))
            .apply(
                provider(id)
                    .from(
                        config(
                            id,
                            "on_expression",
                            List.of(
                                pair(
                                    id,
                                    "on_expression",
                                    "expression",
                                    "origin + '!'",
                                    "column",
                                    "iata")),
                            "take_as",
                            List.of(
                                row(element(id, "take_as"), "field", "airport"),
                                row(
                                    element(id, "take_as"),
                                    "field",
                                    "place",
                                    "columns",
                                    List.of("state"))))))
            .get("output");

    Schema place = Schema.builder().addStringField("state").build();
    PAssert.that(output)
        .containsInAnyOrder(
            Row.withSchema(output.getSchema())
                .addValues(
                    "dtw",
                    5L,
                    Row.withSchema(AIRPORT).addValues("dtw!", "MI").build(),
                    Row.withSchema(place).addValues("MI").build())
                .build());
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void enrich_unknownOnMiss_isRefused() {
    String id = "summerbeam:enrich_from_table:v1";
    PCollectionRowTuple inputs =
        PCollectionRowTuple.of("input", flights(flight("DTW", 5)))
            .and("table", pipeline.apply("Airports", Create.empty(AIRPORT)));
    Row config = config(id, "on_miss", "ignore");
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> inputs.apply(provider(id).from(config)))
            .getMessage(),
        equalTo("on_miss must be fail, keep or drop, but was: ignore"));
  }

  @Test
  public void enrichFromChangelog_inStateAndInWindows_meetTheTableOfTheirTime() {
    String id = "summerbeam:enrich_from_changelog:v1";
    Schema change =
        Schema.builder()
            .addStringField("iata")
            .addStringField("state")
            .addBooleanField("gone")
            .addInt64Field("lsn")
            .build();
    PCollection<Row> changes =
        pipeline
            .apply(
                "Changes",
                Create.timestamped(
                        changed(change, "2001-01-01T09:00:00Z", "DTW", "MI", false, 2L),
                        changed(change, "2001-01-01T09:00:00Z", "DTW", "XX", false, 1L),
                        changed(change, "2001-01-01T11:00:00Z", "DTW", "OH", false, 3L),
                        changed(change, "2001-01-01T09:30:00Z", "LAS", "NV", false, 1L),
                        changed(change, "2001-01-01T09:40:00Z", "LAS", "NV", true, 2L),
                        changed(change, "2001-01-01T07:00:00Z", "SFO", "CA", false, 1L))
                    .withCoder(RowCoder.of(change)))
            .setRowSchema(change);
    PCollectionRowTuple inputs =
        PCollectionRowTuple.of(
                "input", flights(flight("DTW", 5), flight("LAS", 6), flight("SFO", 7)))
            .and("changes", changes);
    for (String windows : new String[] {null, "PT30M"}) {
      PCollectionRowTuple out =
          inputs.apply(
              "Windows " + windows,
              provider(id)
                  .from(
                      config(
                          id,
                          "on",
                          List.of(pair(id, "on", "field", "origin", "column", "iata")),
                          "take",
                          List.of(pair(id, "take", "field", "origin_state", "column", "state")),
                          "deletes",
                          windows == null ? "gone" : null,
                          "delete_when",
                          windows == null ? null : "gone",
                          "version",
                          "lsn",
                          "history",
                          windows == null ? "PT1H" : null,
                          "ttl",
                          "PT2H",
                          "wait",
                          "PT10S",
                          "in_windows",
                          windows,
                          "step_name",
                          "States",
                          "error_handling",
                          errors(id))));
      PCollection<Row> output = out.get("output");
      PAssert.that(output)
          .containsInAnyOrder(
              Row.withSchema(output.getSchema()).addValues("DTW", 5L, "MI").build());
      PAssert.that(described(out.get("errors"), "Describe " + windows))
          .containsInAnyOrder(
              "States lookup_miss {\"origin\":\"LAS\",\"delay\":6}",
              "States lookup_miss {\"origin\":\"SFO\",\"delay\":7}");
    }
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void joinWithin_eachKind_joinsBothSides() {
    String id = "summerbeam:join_within:v1";
    Schema delayed = Schema.builder().addStringField("airport").addInt64Field("late").build();
    PCollection<Row> right =
        pipeline
            .apply(
                "Right",
                Create.timestamped(
                        changed(delayed, "2001-01-01T09:50:00Z", "DTW", 1L),
                        changed(delayed, "2001-01-01T10:30:00Z", "DTW", 2L),
                        changed(delayed, "2001-01-01T10:31:00Z", "DTW", 3L))
                    .withCoder(RowCoder.of(delayed)))
            .setRowSchema(delayed);
    PCollectionRowTuple sides =
        PCollectionRowTuple.of("left", flights(flight("DTW", 5), flight("LAS", 6)))
            .and("right", right);
    Row first = Row.withSchema(delayed).addValues("DTW", 1L).build();
    Row second = Row.withSchema(delayed).addValues("DTW", 2L).build();
    Row third = Row.withSchema(delayed).addValues("DTW", 3L).build();
    for (String kind : new String[] {null, "inner", "left", "full"}) {
      PCollection<Row> output =
          sides.apply("Kind " + kind, provider(id).from(joined(id, kind))).get("output");
      List<Row> expected = new ArrayList<>();
      expected.add(Row.withSchema(output.getSchema()).addValues("DTW", 5L, first).build());
      expected.add(Row.withSchema(output.getSchema()).addValues("DTW", 5L, second).build());
      if ("left".equals(kind) || "full".equals(kind)) {
        expected.add(Row.withSchema(output.getSchema()).addValues("LAS", 6L, null).build());
      }
      if ("full".equals(kind)) {
        expected.add(Row.withSchema(output.getSchema()).addValues(null, null, third).build());
      }
      PAssert.that(output).containsInAnyOrder(expected);
    }
    pipeline.run().waitUntilFinish();
    Row bad = joined(id, "outer");
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> sides.apply("Kind outer", provider(id).from(bad)))
            .getMessage(),
        equalTo("kind must be inner, left or full, but was: outer"));
  }

  @Test
  public void duration_thatIsNone_isRefusedByItsSetting() {
    PCollection<Row> rows = flights(flight("DTW", 5));
    String join = "summerbeam:join_within:v1";
    Row ofJoin =
        config(
            join,
            "on",
            List.of(pair(join, "on", "left", "origin", "right", "origin")),
            "before",
            "10 minutes",
            "after",
            "PT30M");
    String changelog = "summerbeam:enrich_from_changelog:v1";
    Row ofChangelog =
        config(
            changelog,
            "on",
            List.of(pair(changelog, "on", "field", "origin", "column", "origin")),
            "history",
            "10 minutes");
    String rule =
        " must be an ISO 8601 duration of days, hours, minutes and seconds (P1D, PT5M, PT0.5S),"
            + " but was: '10 minutes'";
    PCollectionRowTuple sides = PCollectionRowTuple.of("left", rows).and("right", rows);
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> sides.apply(provider(join).from(ofJoin)))
            .getMessage(),
        equalTo("before" + rule));
    PCollectionRowTuple inputs = PCollectionRowTuple.of("input", rows).and("changes", rows);
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> inputs.apply(provider(changelog).from(ofChangelog)))
            .getMessage(),
        equalTo("history" + rule));
  }

  @Test
  public void joinWithin_prefix_namesTheRightSidesFields() {
    String id = "summerbeam:join_within:v1";
    PCollection<Row> output =
        PCollectionRowTuple.of("left", flights(flight("DTW", 5)))
            .and("right", pipeline.apply("Right", Create.empty(FLIGHT)))
            .apply(
                provider(id)
                    .from(
                        config(
                            id,
                            "on",
                            List.of(pair(id, "on", "left", "origin", "right", "origin")),
                            "before",
                            "PT1S",
                            "after",
                            "PT1S",
                            "prefix",
                            "r_")))
            .get("output");
    assertThat(
        output.getSchema().getFieldNames(),
        equalTo(List.of("origin", "delay", "r_origin", "r_delay")));
  }

  @Test
  public void joinWithin_expressionsAndTakes_missesGoToTheErrorOutput() {
    String id = "summerbeam:join_within:v1";
    Schema delayed = Schema.builder().addStringField("airport").addInt64Field("late").build();
    PCollection<Row> right =
        pipeline
            .apply(
                "Right",
                Create.timestamped(
                        changed(delayed, "2001-01-01T10:00:00Z", "DTW-1", 5L),
                        changed(delayed, "2001-01-01T10:00:00Z", "LAS-1", 9L))
                    .withCoder(RowCoder.of(delayed)))
            .setRowSchema(delayed);
    PCollectionRowTuple out =
        PCollectionRowTuple.of("left", flights(flight("DTW", 5), flight("LAS", 6)))
            .and("right", right)
            .apply(
                provider(id)
                    .from(
                        config(
                            id,
                            "on",
                            List.of(pair(id, "on", "left", "delay", "right", "late")),
                            "on_expressions",
                            List.of(
                                pair(
                                    id,
                                    "on_expressions",
                                    "left",
                                    "origin + '-1'",
                                    "right",
                                    "airport")),
                            "before",
                            "PT1S",
                            "after",
                            "PT1S",
                            "take",
                            List.of(pair(id, "take", "field", "gate", "column", "airport")),
                            "take_as",
                            List.of(
                                row(
                                    element(id, "take_as"),
                                    "field",
                                    "near",
                                    "columns",
                                    List.of("late"))),
                            "step_name",
                            "Near",
                            "error_handling",
                            errors(id))));
    PCollection<Row> output = out.get("output");
    Schema near = Schema.builder().addInt64Field("late").build();
    assertThat(
        output.getSchema(),
        equalTo(
            Schema.builder()
                .addFields(FLIGHT.getFields())
                .addStringField("gate")
                .addRowField("near", near)
                .build()));
    PAssert.that(output)
        .containsInAnyOrder(
            Row.withSchema(output.getSchema())
                .addValues("DTW", 5L, "DTW-1", Row.withSchema(near).addValues(5L).build())
                .build());
    PAssert.that(described(out.get("errors")))
        .containsInAnyOrder("Near lookup_miss {\"origin\":\"LAS\",\"delay\":6}");
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
        equalTo("The function count takes no field, but was given: delay. It takes: as."));
    assertThat(
        refused("count", null, "delay > 0"), containsString("count takes no condition, but was"));
    assertThat(
        refused("count_if", "delay", "delay > 0"), containsString("count_if takes no field"));
    for (String function : List.of("sum", "mean", "min", "max")) {
      assertThat(
          refused(function, "delay", "delay > 0"),
          containsString(function + " takes no condition, but was given: delay > 0."));
      assertThat(
          refused(function, null, null), equalTo("The function " + function + " needs: field."));
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

  @Test
  public void conform_withErrorThreshold_stops() {
    String id = "summerbeam:conform:v1";
    Schema threshold =
        provider(id).configurationSchema().getField("error_threshold").getType().getRowSchema();
    PCollectionRowTuple.of("input", flights(flight("LAS", 300)))
        .apply(
            provider(id)
                .from(
                    config(
                        id,
                        "fields",
                        List.of(field(id, "field", "delay", "type", "BYTE")),
                        "error_threshold",
                        row(threshold, "count", 0L),
                        "error_handling",
                        errors(id))));
    assertThat(
        assertThrows(RuntimeException.class, () -> pipeline.run().waitUntilFinish()).getMessage(),
        containsString("more than 0 records failed: 1 of 1"));
  }

  @Test
  public void conform_fieldsAndMappings_areThoseOfTheTransform() {
    String id = "summerbeam:conform:v1";
    Schema mapping = element(id, "mappings");
    PCollectionRowTuple out =
        PCollectionRowTuple.of(
                "input", flights(flight("DTW", 5), flight("LAS", 300), flight("2001-01-01", -1)))
            .apply(
                provider(id)
                    .from(
                        config(
                            id,
                            "fields",
                            List.of(
                                field(
                                    id, "field", "place.code", "type", "STRING", "from", "origin"),
                                field(id, "field", "delay", "type", "BYTE"),
                                field(
                                    id,
                                    "field",
                                    "day",
                                    "type",
                                    "DATE",
                                    "nullable",
                                    true,
                                    "or_null",
                                    true),
                                field(
                                    id,
                                    "field",
                                    "at",
                                    "type",
                                    "DATETIME",
                                    "from",
                                    "delay",
                                    "epoch",
                                    "seconds"),
                                field(
                                    id,
                                    "field",
                                    "zone",
                                    "type",
                                    "STRING",
                                    "nullable",
                                    true,
                                    "default",
                                    "UTC"),
                                field(
                                    id, "field", "text", "type", "STRING", "from", "delay", "print",
                                    true),
                                field(
                                    id,
                                    "field",
                                    "tags",
                                    "type",
                                    "ARRAY<STRING>",
                                    "expression",
                                    "[origin, 'x']")),
                            "mappings",
                            List.of(
                                row(
                                    mapping,
                                    "when",
                                    "delay < 0",
                                    "fields",
                                    List.of(
                                        field(
                                            id,
                                            "field",
                                            "day",
                                            "from",
                                            "origin",
                                            "parse",
                                            true,
                                            "pattern",
                                            "yyyy-MM-dd",
                                            "zone",
                                            "UTC"))),
                                row(mapping)),
                            "unmapped",
                            "refuse",
                            "step_name",
                            "Canonical",
                            "error_handling",
                            errors(id))));
    PAssert.that(
            out.get("output")
                .apply(
                    "Text",
                    MapElements.into(TypeDescriptors.strings())
                        .via(
                            row ->
                                new String(RowJson.toBytesLenient(row), StandardCharsets.UTF_8))))
        .containsInAnyOrder(
            "{\"place\":{\"code\":\"DTW\"},\"delay\":5,\"day\":null,"
                + "\"at\":\"1970-01-01T00:00:05Z\",\"zone\":\"UTC\",\"text\":\"5\","
                + "\"tags\":[\"DTW\",\"x\"]}",
            "{\"place\":{\"code\":\"2001-01-01\"},\"delay\":-1,\"day\":\"2001-01-01\","
                + "\"at\":\"1969-12-31T23:59:59Z\",\"zone\":\"UTC\",\"text\":\"-1\","
                + "\"tags\":[\"2001-01-01\",\"x\"]}");
    PAssert.that(described(out.get("errors")))
        .containsInAnyOrder("Canonical conform_failed {\"origin\":\"LAS\",\"delay\":300}");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void conform_settingsThatDoNotFit_areRefused() {
    String id = "summerbeam:conform:v1";
    assertThat(
        refusedFields(id, field(id, "field", "delay", "type", "INT65")),
        containsString(
            "fields: the type of 'delay' is none that is known: INT65. Did you mean 'INT64'?"));
    assertThat(
        refusedFields(id, field(id, "field", "delay")),
        equalTo("fields: the type of 'delay' must be said."));
    assertThat(
        refusedFields(
            id,
            field(id, "field", "delay", "type", "INT64"),
            field(id, "field", "delay", "type", "INT64")),
        equalTo("fields must have each field once, but has twice: delay"));
    assertThat(
        refusedFields(
            id, field(id, "field", "d", "type", "DATE", "from", "origin", "pattern", "yyyy")),
        equalTo(
            "fields: pattern must come with parse: true and a zone, but 'd' lacks one of them."));
    assertThat(
        refusedFields(id, field(id, "field", "d", "type", "DATETIME", "epoch", "weeks")),
        containsString("Mapping.epoch(d) must be given a unit of"));
    assertThat(
        refusedFields(id, field(id, "field", "d", "type", "ROW")),
        equalTo("fields: 'd' is a ROW, so what is in it must be said, as 'd.name'."));
  }

  private static String refusedFields(String id, Row... fields) {
    return assertThrows(
            IllegalArgumentException.class,
            () -> provider(id).from(config(id, "fields", List.of(fields))))
        .getMessage();
  }

  private static Row field(String id, Object... namesAndValues) {
    return row(element(id, "fields"), namesAndValues);
  }

  @Test
  public void route_outputsHaveTheNamesOfTheRoutes() {
    String id = "summerbeam:route:v1";
    PCollectionRowTuple input =
        PCollectionRowTuple.of(
            "input", flights(flight("DTW", 5), flight("LAS", 0), flight("SFO", 7)));
    PCollectionRowTuple out =
        input.apply(
            provider(id)
                .from(
                    config(
                        id,
                        "routes",
                        List.of(pair(id, "routes", "to", "early", "when", "10 / delay > 1")),
                        "otherwise",
                        "rest",
                        "step_name",
                        "Divide",
                        "error_handling",
                        errors(id))));
    PAssert.that(out.get("early")).containsInAnyOrder(flight("DTW", 5));
    PAssert.that(out.get("rest")).containsInAnyOrder(flight("SFO", 7));
    PAssert.that(described(out.get("errors")))
        .containsInAnyOrder("Divide transform_failed {\"origin\":\"LAS\",\"delay\":0}");
    PCollectionRowTuple unrouted =
        input.apply(
            "Unrouted",
            provider(id)
                .from(
                    config(
                        id,
                        "routes",
                        List.of(pair(id, "routes", "to", "early", "when", "delay > 5")),
                        "unrouted",
                        "dead_letter",
                        "error_handling",
                        errors(id))));
    PAssert.that(described(unrouted.get("errors"), "Describe unrouted"))
        .containsInAnyOrder(
            "Route unrouted {\"origin\":\"DTW\",\"delay\":5}",
            "Route unrouted {\"origin\":\"LAS\",\"delay\":0}");
    PCollectionRowTuple dropped =
        input.apply(
            "Dropped",
            provider(id)
                .from(
                    config(
                        id,
                        "routes",
                        List.of(pair(id, "routes", "to", "early", "when", "delay > 5")),
                        "unrouted",
                        "drop")));
    PAssert.that(dropped.get("early")).containsInAnyOrder(flight("SFO", 7));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void route_settingsThatDoNotFit_areRefused() {
    String id = "summerbeam:route:v1";
    List<Row> routes = List.of(pair(id, "routes", "to", "errors", "when", "delay > 5"));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> provider(id).from(config(id, "routes", routes, "unrouted", "fail")))
            .getMessage(),
        equalTo("unrouted must be drop or dead_letter, but was: fail"));
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
                                    "routes",
                                    routes,
                                    "unrouted",
                                    "drop",
                                    "error_handling",
                                    errors(id)))))
            .getMessage(),
        equalTo(
            "error_handling: the output of dead letters must have a name of its own, but 'errors'"
                + " is there already."));
  }

  private static Row joined(String id, String kind) {
    return config(
        id,
        "on",
        List.of(pair(id, "on", "left", "origin", "right", "airport")),
        "before",
        "PT10M",
        "after",
        "PT30M",
        "kind",
        kind,
        "take_as",
        List.of(row(element(id, "take_as"), "field", "near")),
        "allowed_lateness",
        "PT1M",
        "step_name",
        "Near");
  }

  private static org.apache.beam.sdk.values.TimestampedValue<Row> changed(
      Schema schema, String time, Object... values) {
    return org.apache.beam.sdk.values.TimestampedValue.of(
        Row.withSchema(schema).addValues(values).build(), Instant.parse(time));
  }

  private static PCollection<String> described(PCollection<Row> letters) {
    return described(letters, "Describe");
  }

  private static PCollection<String> described(PCollection<Row> letters, String name) {
    return letters.apply(
        name,
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
