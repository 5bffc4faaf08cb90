package io.summerbeam.transforms.validate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.ErrorThreshold;
import io.summerbeam.sdk.window.Windows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Expectations from files. */
public class ExpectationsTest {

  private static final Schema FLIGHT =
      Schema.builder()
          .addStringField("origin")
          .addNullableField("delay", FieldType.INT64)
          .addNullableField("comment", FieldType.STRING)
          .build();
  private static final Schema AIRPORT = Schema.builder().addStringField("iata").build();

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void everyRule_isWhatItsMethodMakes() {
    PCollection<Row> airports = airports("DTW");
    Expectations expectations =
        parse(
                "expectations:",
                "  - {name: a, expression: delay > 0, on_failure: warn}",
                "  - {name: b, field: origin, not_null: true, on_failure: drop}",
                "  - {name: c, field: delay, from: -1440, to: 2880, or_null: true}",
                "  - {name: d, field: delay, from: 0.5}",
                "  - {name: e, field: day, to: 2001-12-31}",
                "  - {name: f, field: origin, matches: '[A-Z]{3}', on_failure: fail}",
                "  - {name: g, field: state, one_of: [MI, 5, true]}",
                "  - {name: h, field: 'items[*].sku', min_length: 1, max_length: 9}",
                "  - {name: i, field: comment, max_length: 9, on_failure: dead_letter}",
                "  - {name: j, field: id, unique: true}",
                "  - {name: k, fields: [id, line], unique: true, within: P1D, or_null: true}",
                "  - {name: l, field: seq, monotonic_by: [device, port]}",
                "  - {name: m, field: seq, monotonic_by: device}",
                "  - {name: n, field: origin, table: airports, table_field: iata}",
                "  - {name: o, fields: [a, b], table: airports, table_fields: [c, d]}",
                "  - {name: p, field: iata, table: airports}")
            .withTable("airports", airports);
    assertThat(
        expectations.all().stream()
            .map(each -> each.name() + ": " + each.text() + ": " + each.action().code())
            .toList(),
        contains(
            "a: delay > 0: warn",
            "b: origin is not null: drop",
            "c: delay is from -1440 to 2880, or null: dead_letter",
            "d: delay is at least 0.5: dead_letter",
            "e: day is at most 2001-12-31: dead_letter",
            "f: origin matches [A-Z]{3}: fail",
            "g: state is one of MI, 5, true: dead_letter",
            "h: items[*].sku is from 1 to 9 long: dead_letter",
            "i: comment is at most 9 long: dead_letter",
            "j: unique by id: dead_letter",
            "k: unique by id, line within PT24H, or null: dead_letter",
            "l: seq does not fall, by device, port: dead_letter",
            "m: seq does not fall, by device: dead_letter",
            "n: origin is in table.iata: dead_letter",
            "o: a is in table.c, b is in table.d: dead_letter",
            "p: iata is in table.iata: dead_letter"));
    assertThat(expectations.tables(), equalTo(Set.of("airports")));
  }

  @Test
  public void load_aFile_validatesWithIt() throws Exception {
    Path file = folder.newFile("expectations.yaml").toPath();
    Files.writeString(
        file,
        String.join(
            "\n",
            "# of flights",
            "fields: {origin: of another section}",
            "expectations:",
            "  - name: airport_code",
            "    field: origin",
            "    matches: \"[A-Z]{3}\"",
            "  - name: on_time",
            "    expression: delay <= 15",
            "    on_failure: drop",
            "  - name: known",
            "    field: origin",
            "    table: airports",
            "    table_field: iata"));
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> out;
    try (dead) {
      out =
          flights(flight("DTW", 5L), flight("DTW", 20L), flight("dtw", 5L), flight("LAS", 5L))
              .apply(
                  Validate.records()
                      .expect(Expectations.load(file).withTable("airports", airports("DTW")))
                      .withDeadLetters(dead));
    }
    PAssert.that(out).containsInAnyOrder(flight("DTW", 5L));
    PAssert.that(
            dead.collection()
                .apply(MapElements.into(TypeDescriptors.strings()).via(DeadLetter::message)))
        .containsInAnyOrder(
            "expectations failed: airport_code, known", "expectations failed: known");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void load_noSuchFile_isRefused() {
    Path missing = folder.getRoot().toPath().resolve("missing.yaml");
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> Expectations.load(missing)).getMessage(),
        equalTo(missing + ": there is no such file."));
  }

  @Test
  public void mistakes_areToldAllAtOnceWithTheirLines() {
    assertThat(
        refusal(
            "expectations:",
            "  - name: no_rule",
            "  - name: two_rules",
            "    field: origin",
            "    matches: a",
            "    one_of: [b]",
            "  - field: origin",
            "    not_null: true",
            "  - name: slip",
            "    field: origin",
            "    not_nul: true",
            "  - name: 1st",
            "    expression: delay > 0",
            "  - name: no_pattern",
            "    field: origin",
            "    matches: '[a'",
            "    on_failure: explode",
            "  - name: no_pattern",
            "    field: origin",
            "    matches: '[a'",
            "  - name: lost",
            "    matches: a"),
        equalTo(
            String.join(
                "\n",
                "f.yaml: 8 errors",
                "  line 2: expectation 'no_rule': an expectation must have one rule, but has none."
                    + " Rules: expression, not_null, from and to, matches, one_of, min_length and"
                    + " max_length, unique, monotonic_by, table.",
                "  line 3: expectation 'two_rules': an expectation must have one rule, but has"
                    + " matches and one_of. Rules: expression, not_null, from and to, matches,"
                    + " one_of, min_length and max_length, unique, monotonic_by, table.",
                "  line 7: name is missing.",
                "  line 11: there is no setting 'not_nul' here. Did you mean 'not_null'? Settings:"
                    + " name, on_failure, or_null, expression, field, fields, not_null, from, to,"
                    + " matches, one_of, min_length, max_length, unique, within, monotonic_by,"
                    + " table, table_field, table_fields",
                "  line 12: expectation '1st': An expectation must have a name of letters, digits,"
                    + " '_' and '-' that starts with a letter, but was: '1st'",
                "  line 17: on_failure must be one of warn, drop, dead_letter, fail, but is"
                    + " 'explode'.",
                "  line 18: the name 'no_pattern' is there already, in line 14.",
                "  line 21: expectation 'lost': matches must have one field.")));
  }

  @Test
  public void settingsWithoutEffect_areRefused() {
    assertThat(
        refusal("expectations: [{name: a, expression: x > 0, field: x}]"),
        containsString("line 1: expectation 'a': field has no effect with expression."));
    assertThat(
        refusal("expectations: [{name: a, field: x, not_null: true, within: P1D}]"),
        containsString("within has no effect with not_null."));
    assertThat(
        refusal("expectations: [{name: a, field: x, matches: x, table_field: y}]"),
        containsString("table_field has no effect with matches."));
    assertThat(
        refusal("expectations: [{name: a, field: x, not_null: true, or_null: true}]"),
        containsString("orNull() is not for an expectation that says itself what null means"));
    assertThat(
        refusal("expectations: [{name: a, fields: [x, y], not_null: true}]"),
        containsString("not_null must have one field."));
    assertThat(
        refusal("expectations: [{name: a, field: x, fields: [y], unique: true}]"),
        containsString("fields and field cannot both be there."));
  }

  @Test
  public void valuesOfAnotherKind_areRefused() {
    assertThat(
        refusal("expectations: [{name: a, field: x, unique: true, within: soon}]"),
        containsString("within must be a duration in ISO 8601, such as P1D or PT5M, but is"));
    assertThat(
        refusal("expectations: [{name: a, field: x, one_of: []}]"),
        containsString("one_of must have at least one value."));
    assertThat(
        refusal("expectations: [{name: a, field: x, one_of: [[b], null]}]"),
        containsString("one_of takes values, but this is a list."));
    assertThat(
        refusal("expectations: [{name: a, field: x, from: }]"),
        containsString("from takes values, but this is empty."));
    assertThat(
        refusal("expectations: [{name: a, field: x, max_length: 5000000000}]"),
        containsString("max_length must be from 0 to 2147483647"));
    assertThat(
        refusal("expectations: [{name: a, field: x, min_length: 2, max_length: 1}]"),
        containsString("length() must be given 0 <= min <= max"));
    assertThat(
        refusal("expectations: [{name: a, field: a..b, not_null: true}]"),
        containsString("field path 'a..b'"));
  }

  @Test
  public void file_withoutExpectations_isRefused() {
    assertThat(
        refusal("expectation: []"),
        equalTo(
            "f.yaml: 1 error\n  line 1: there is no setting 'expectation' here. Did you mean"
                + " 'expectations'? Settings: expectations, tables, error_threshold, version, keys,"
                + " fields, tags, strict, dead_letters"));
    assertThat(
        refusal("version: 1"), equalTo("f.yaml: 1 error\n  line 1: expectations is missing."));
    assertThat(refusal("expectations: []"), containsString("must have at least one expectation"));
    assertThat(refusal("expectations: [a]"), containsString("but this is a text"));
    assertThat(refusal("- a"), startsWith("f.yaml: 1 error"));
  }

  @Test
  public void table_thatWasNotGiven_isRefusedWithItsLine() {
    Expectations expectations =
        parse("expectations:", "  - {name: a, field: origin, table: airports, table_field: iata}");
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> Validate.records().expect(expectations))
            .getMessage(),
        equalTo(
            "f.yaml: 1 error\n  line 2: expectation 'a': the table 'airports' was not given."
                + " Tables: (none)"));
  }

  @Test
  public void whatDoesNotFitTheRecords_isToldWithItsLines() {
    Validate validate =
        Validate.records()
            .expect(
                parse(
                    "expectations:",
                    "  - {name: a, expression: dely > 0}",
                    "  - {name: b, field: delay, matches: x}",
                    "  - {name: c, field: comment, one_of: [01234]}"));
    String message =
        assertThrows(IllegalArgumentException.class, () -> flights().apply(validate)).getMessage();
    assertThat(message, startsWith("Validate: 3 expectations do not fit the input:\n"));
    assertThat(message, containsString("Validate, expectation 'a' (f.yaml line 2)"));
    assertThat(
        message,
        containsString(
            "Validate, expectation 'b' (f.yaml line 3): 'delay' holds Long, but matches()"));
    assertThat(
        message,
        containsString(
            "Validate, expectation 'c' (f.yaml line 4): 'comment' takes a text, which '1234' is"
                + " not."));
  }

  @Test
  public void whatDoesNotFitAKnownSchema_isToldWithTheMistakes() throws Exception {
    Path file = folder.newFile("both.yaml").toPath();
    Files.writeString(
        file,
        String.join(
            "\n",
            "expectations:",
            "  - {name: a, expression: dely > 0}",
            "  - {name: b, field: delay, matches: x}",
            "  - {name: c, field: delay, fron: 3}",
            "  - {name: d, expression: 'delay >'}",
            "  - {name: e, field: delay, from: 3}",
            "tabels: {}"));
    String message =
        assertThrows(IllegalArgumentException.class, () -> Expectations.load(file, FLIGHT))
            .getMessage();
    assertThat(message, startsWith(file + ": 5 errors\n  line 2: expectation 'a': "));
    assertThat(message, containsString("'dely'"));
    assertThat(
        message, containsString("\n  line 3: expectation 'b': 'delay' holds Long, but matches()"));
    assertThat(message, containsString("\n  line 4: there is no setting 'fron' here."));
    assertThat(message, containsString("\n  line 5: expectation 'd': "));
    assertThat(
        message,
        containsString("\n  line 7: there is no setting 'tabels' here. Did you mean 'tables'?"));
  }

  @Test
  public void sectionsOfAPolicy_areLeftAlone() {
    Expectations expectations =
        parse(
            "version: 1",
            "keys: {}",
            "fields: {a: redact}",
            "tags: {}",
            "strict: true",
            "dead_letters: {payload: drop}",
            "expectations:",
            "  - {name: a, expression: delay > 0}");
    assertThat(expectations.all().size(), equalTo(1));
  }

  @Test
  public void errorThreshold_isTakenByValidate() {
    Expectations expectations =
        parse(
            "expectations: [{name: a, expression: delay > 0}]",
            "error_threshold: {ratio: 0.05, windows: fixed PT5M, minimum_records: 7}");
    ErrorThreshold threshold =
        ErrorThreshold.ratio(0.05).over(Windows.fixed(Duration.ofMinutes(5))).withMinimumRecords(7);
    Validate validate = Validate.records().expect(expectations);
    assertThat(expectations.errorThreshold(), equalTo(Optional.of(threshold)));
    assertThat(validate.errorThreshold(), equalTo(threshold));
    ErrorThreshold other = ErrorThreshold.count(3);
    assertThat(validate.withErrorThreshold(other).errorThreshold(), equalTo(other));
    assertThat(
        Validate.records().withErrorThreshold(other).expect(expectations).errorThreshold(),
        equalTo(other));
    assertThat(
        parse("expectations: [{name: a, expression: x > 0}]", "error_threshold: {count: 0}")
            .errorThreshold(),
        equalTo(Optional.of(ErrorThreshold.count(0))));
    assertThat(
        parse("expectations: [{name: a, expression: x > 0}]").errorThreshold(),
        equalTo(Optional.empty()));
    Expectations second =
        parse("expectations: [{name: b, expression: delay > 0}]", "error_threshold: {count: 0}");
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> validate.expect(second)).getMessage(),
        startsWith("expect() must be given one file with an error_threshold at most"));
  }

  @Test
  public void errorThreshold_thatIsWrong_isRefusedWithItsLine() {
    String good = "expectations: [{name: a, expression: x > 0}]";
    assertThat(
        refusal(good, "error_threshold: {ratio: 5}"),
        startsWith("f.yaml: 1 error\n  line 2: ErrorThreshold.ratio() must be from 0 to below 1"));
    assertThat(
        refusal(good, "error_threshold: {ratio: 0.5, count: 3}"),
        containsString("line 2: error_threshold must have a ratio or a count, and not both."));
    assertThat(
        refusal(good, "error_threshold: {ratio: half}"),
        containsString("line 2: ratio must be a number, but is a text."));
    assertThat(
        refusal(good, "error_threshold: {ratios: 0.5}"),
        containsString("line 2: there is no setting 'ratios' here. Did you mean 'ratio'?"));
    assertThat(
        refusal(good, "error_threshold: {count: 1, minimum_records: 5}"),
        containsString("line 2: withMinimumRecords() is for ErrorThreshold.ratio()"));
    assertThat(
        refusal(good, "error_treshold: {count: 1}"),
        containsString("line 2: there is no setting 'error_treshold' here. Did you mean"));
  }

  @Test
  public void tables_areFilesThatSomeExpectationLooksInto() {
    Expectations expectations =
        parse(
            "tables: {airports: a.csv}",
            "expectations: [{name: a, field: origin, table: airports, table_field: iata}]");
    assertThat(expectations.tableFiles(), equalTo(Map.of("airports", "a.csv")));
    assertThat(
        refusal(
            "tables: {airports: [a]}", "expectations: [{name: a, expression: x > 0, unike: 1}]"),
        allOf(
            containsString("f.yaml: 3 errors"),
            containsString("line 1: no expectation looks into the table 'airports'."),
            containsString("line 2: there is no setting 'unike' here.")));
  }

  private static Expectations parse(String... lines) {
    return Expectations.parse("f.yaml", String.join("\n", lines));
  }

  private static String refusal(String... lines) {
    return assertThrows(IllegalArgumentException.class, () -> parse(lines)).getMessage();
  }

  private PCollection<Row> flights(Row... rows) {
    return pipeline.apply("Flights", Create.of(List.of(rows)).withRowSchema(FLIGHT));
  }

  private PCollection<Row> airports(String... codes) {
    return pipeline.apply(
        "Airports",
        Create.of(
                List.of(codes).stream()
                    .map(code -> Row.withSchema(AIRPORT).addValue(code).build())
                    .toList())
            .withRowSchema(AIRPORT));
  }

  private static Row flight(String origin, Long delay) {
    return Row.withSchema(FLIGHT).addValues(origin, delay, null).build();
  }
}
