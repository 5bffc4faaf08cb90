package io.summerbeam.samples.validate;

import static io.summerbeam.samples.CommandLine.call;
import static io.summerbeam.samples.CommandLine.lines;
import static io.summerbeam.samples.CommandLine.sample;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.summerbeam.samples.CommandLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** {@code run validate}, as it is typed. */
@RunWith(JUnit4.class)
public class ValidateJobTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String GOOD =
      "{\"date\":\"2001/01/01 00:47\",\"delay\":66,\"distance\":1750,\"origin\":\"DTW\","
          + "\"destination\":\"LAS\"}";
  private static final String LATE =
      "{\"date\":\"2001/01/01 01:10\",\"delay\":200,\"distance\":2399,\"origin\":\"HNL\","
          + "\"destination\":\"SFO\"}";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path root() {
    return folder.getRoot().toPath();
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(root().resolve(name), text).toString();
  }

  private CommandLine validate(String expectations, String input, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "run",
                "validate",
                "--expectations=" + expectations,
                "--input=" + input,
                "--output=" + root().resolve("out"),
                "--deadLetters=" + root().resolve("dead")));
    args.addAll(List.of(more));
    return call(args.toArray(String[]::new));
  }

  private List<JsonNode> dead() throws IOException {
    List<JsonNode> dead = new ArrayList<>();
    for (String line : lines(root().resolve("dead"), "dead-letters-")) {
      dead.add(JSON.readTree(line));
    }
    return dead;
  }

  @Test
  public void flights_areSortedOut() throws Exception {
    String input =
        file(
            "flights.jsonl",
            String.join(
                "\n",
                GOOD,
                GOOD,
                LATE,
                GOOD.replace("LAS", "DTW").replace("1750", "0"),
                GOOD.replace("DTW", "ZZZ"),
                "bad"));

    CommandLine ended = validate(sample("flights/expectations.yaml"), input);

    assertThat(ended.err(), ended.code(), equalTo(0));
    assertThat(lines(root().resolve("out"), "valid-"), containsInAnyOrder(GOOD, LATE));
    List<String> why = new ArrayList<>();
    dead()
        .forEach(
            letter ->
                why.add(
                    letter.get("reason").textValue() + ": " + letter.get("message").textValue()));
    assertThat(
        why,
        containsInAnyOrder(
            startsWith("malformed: "),
            allOf(containsString("different_airports"), containsString("distance_positive")),
            containsString("origin_known")));
  }

  @Test
  public void customers_areSortedOutBySchemaAndExpectations() throws Exception {
    CommandLine ended =
        validate(
            sample("customers/expectations.yaml"),
            sample("customers/customers.jsonl"),
            "--schema=" + sample("customers/customers.avsc"));

    assertThat(ended.err(), ended.code(), equalTo(0));
    assertThat(lines(root().resolve("out"), "valid-"), hasSize(7));
    List<String> messages = new ArrayList<>();
    dead().forEach(letter -> messages.add(letter.get("message").textValue()));
    assertThat(
        messages, containsInAnyOrder(containsString("country_shipped_to"), containsString("JSON")));
  }

  /** Its dead letters hold the bytes that were read. */
  @Test
  public void csv_staysCsv() throws Exception {
    String expectations =
        file(
            "expectations.yaml",
            "expectations:\n  - name: positive\n    field: amount\n    from: 0\n");
    String input = file("a.csv", "id,amount\n007,1.50\n8,-1.00\n");

    CommandLine ended = validate(expectations, input);

    assertThat(ended.err(), ended.code(), equalTo(0));
    List<String> valid = lines(root().resolve("out"), "valid-");
    valid.removeIf(line -> line.equals("id,amount"));
    assertThat(valid, equalTo(List.of("007,1.50")));
    assertThat(dead(), hasSize(1));
    assertThat(dead().get(0).get("payload").textValue(), equalTo("8,-1.00"));
  }

  @Test
  public void expectationsThatDoNotFit_areAUsageErrorThatShowsTheInferredSchema() throws Exception {
    String expectations =
        file("expectations.yaml", "expectations:\n  - name: x\n    expression: amont > 0\n");
    CommandLine ended = validate(expectations, file("a.csv", "amount\n1\n"));
    assertThat(ended.code(), equalTo(2));
    assertThat(ended.err(), startsWith("--expectations: "));
    assertThat(ended.err(), containsString("\nIt is: amount INT64"));
  }

  @Test
  public void fileThatIsNone_isAUsageError() throws Exception {
    CommandLine ended =
        validate(file("expectations.yaml", "expectation: []"), file("a.csv", "amount\n1\n"));
    assertThat(ended.code(), equalTo(2));
    assertThat(ended.err(), startsWith("--expectations: " + root().resolve("expectations.yaml")));
  }

  @Test
  public void tableThatNobodyLooksInto_isAUsageError() throws Exception {
    String expectations =
        file(
            "expectations.yaml",
            "tables: { airports: x.csv }\nexpectations:\n  - name: x\n    expression: amount > 0\n");
    CommandLine ended = validate(expectations, file("a.csv", "amount\n1\n"));
    assertThat(ended.code(), equalTo(2));
    assertThat(
        ended.err(), containsString("line 1: no expectation looks into the table 'airports'."));
  }

  @Test
  public void policy_saysWhatDeadLettersHold() throws Exception {
    String both =
        file(
            "both.yaml",
            "version: 1\nfields: { name: redact }\ndead_letters: { payload: mask }\nexpectations:\n"
                + "  - name: positive\n    field: amount\n    from: 0\n");
    CommandLine ended =
        validate(both, file("a.csv", "name,amount\nAda,1\nIda,-1\n"), "--policy=" + both);

    assertThat(ended.err(), ended.code(), equalTo(0));
    assertThat(dead(), hasSize(1));
    assertThat(dead().get(0).toString(), not(containsString("Ida")));
    assertThat(dead().get(0).get("payload").toString(), containsString("***"));
  }

  @Test
  public void errorThreshold_endsTheJob() throws Exception {
    String expectations =
        file(
            "expectations.yaml",
            "error_threshold: { count: 1 }\nexpectations:\n  - name: positive\n    field: amount\n"
                + "    from: 0\n");
    CommandLine ended = validate(expectations, file("a.csv", "amount\n-1\n-2\n3\n"));
    assertThat(ended.code(), not(equalTo(0)));
    assertThat(ended.err(), containsString("Validate: more than 1 record failed"));
  }

  @Test
  public void tableWithABadLine_endsTheJobAndIsNamed() throws Exception {
    String expectations =
        file(
            "expectations.yaml",
            "tables: { airports: t.jsonl }\nexpectations:\n  - name: known\n    field: iata\n"
                + "    table: airports\n");
    file("t.jsonl", "{\"iata\":\"DTW\"}\nbad\n");
    CommandLine ended = validate(expectations, file("a.csv", "iata\nDTW\n"));
    assertThat(ended.code(), not(equalTo(0)));
    assertThat(ended.err(), containsString("Read table airports: malformed"));
  }

  @Test
  public void tableThatIsNotThere_isAUsageError() throws Exception {
    String expectations =
        file(
            "expectations.yaml",
            "tables: { airports: x.csv }\nexpectations:\n  - name: x\n    field: iata\n"
                + "    table: airports\n");
    CommandLine ended = validate(expectations, file("a.csv", "iata\nDTW\n"));
    assertThat(ended.code(), equalTo(2));
    assertThat(
        ended.err(),
        startsWith("the table 'airports' matches no file: " + root().resolve("x.csv")));
  }
}
