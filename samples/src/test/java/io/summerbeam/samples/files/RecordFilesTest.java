package io.summerbeam.samples.files;

import static io.summerbeam.samples.CommandLine.sample;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import io.summerbeam.runners.UsageException;
import io.summerbeam.sdk.format.JsonFormat;
import io.summerbeam.sdk.format.MalformedException;
import io.summerbeam.sdk.format.RowDecoder;
import io.summerbeam.sdk.schema.SchemaText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class RecordFilesTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.getRoot().toPath().resolve(name), text).toString();
  }

  private static String inferred(String pattern, String delimiter) {
    return SchemaText.of(RecordFiles.of(pattern, null, delimiter).schema());
  }

  private static String refusal(String pattern, String schema, String delimiter) {
    return assertThrows(UsageException.class, () -> RecordFiles.of(pattern, schema, delimiter))
        .getMessage();
  }

  private static String format(DisplayData data) {
    return data.items().stream()
        .filter(item -> item.getKey().equals("format"))
        .map(item -> String.valueOf(item.getValue()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  public void format_isThatOfTheFilesNames() throws Exception {
    assertThat(inferred(file("a.jsonl", "{\"a\":1}"), null), equalTo("a INT64"));
    assertThat(inferred(file("a", "{\"a\":1}"), null), equalTo("a INT64"));
    assertThat(inferred(file("a.CSV", "a,b\n1,x"), null), equalTo("a INT64, b STRING"));
    assertThat(inferred(file("a.tsv", "a\tb\n1\tx"), null), equalTo("a INT64, b STRING"));
    assertThat(inferred(file("b.csv", "a;b\n1;x"), ";"), equalTo("a INT64, b STRING"));
    assertThat(inferred(file("c.csv", "a\tb\n1\tx"), "tab"), equalTo("a INT64, b STRING"));
  }

  @Test
  public void files_areWrittenAsTheyAreRead() throws Exception {
    RecordFiles json = RecordFiles.of(file("a.jsonl", "{\"a\":1}"), null, null);
    RecordFiles csv = RecordFiles.of(file("a.csv", "a\n1"), null, null);
    assertThat(format(DisplayData.from(json.read())), equalTo("json"));
    assertThat(format(DisplayData.from(json.write("out", "x"))), equalTo("json"));
    assertThat(format(DisplayData.from(csv.read())), equalTo("csv"));
    assertThat(format(DisplayData.from(csv.write("out", "x"))), equalTo("csv"));
  }

  @Test
  public void filesOfTwoFormats_areRefused() throws Exception {
    String csv = file("a.csv", "a\n1");
    String json = file("a.jsonl", "{\"a\":1}");
    assertThat(
        refusal(folder.getRoot() + "/*", null, null),
        equalTo("--input must match files of one format, but matches " + csv + " and " + json));
  }

  @Test
  public void delimiter_isCheckedAndForCsvOnly() throws Exception {
    String csv = file("a.csv", "a\n1");
    assertThat(
        refusal(csv, null, "::"),
        equalTo("--delimiter must be one character, or tab, but was: ::"));
    assertThat(
        refusal(csv, null, "\""),
        startsWith("--delimiter: withDelimiter() must be an ASCII character"));
    assertThat(
        refusal(file("a.jsonl", "{\"a\":1}"), null, ";"),
        startsWith("--delimiter is for CSV, but --input is JSON lines"));
  }

  @Test
  public void schema_isReadFromAFile() throws Exception {
    String schema = file("s.json", "{\"properties\":{\"a\":{\"type\":\"string\"}}}");
    assertThat(
        SchemaText.of(RecordFiles.of(file("a.csv", "a,b\n1,2"), schema, null).schema()),
        equalTo("a STRING NULL"));
  }

  @Test
  public void schemaThatIsNone_isRefused() throws Exception {
    String data = file("a.jsonl", "{\"a\":1}");
    String schema = file("s.json", "{");
    assertThat(refusal(data, schema, null), startsWith("--schema: " + schema + ", line 1, column"));
  }

  @Test
  public void schemaThatCannotBeInferred_isRefusedWithWhatToDo() throws Exception {
    String data = file("a.jsonl", "{\"a\":1}\n{\"a\":true}");
    assertThat(refusal(data, null, null), startsWith("--input: No schema fits all records:"));
    assertThat(refusal(data, null, null), containsString("\nFor a schema: --schema=FILE"));
  }

  @Test
  public void refusal_showsAnInferredSchema() throws Exception {
    IllegalArgumentException why = new IllegalArgumentException("there is no field 'b'.");
    String data = file("a.csv", "a\n1");
    assertThat(
        RecordFiles.of(data, null, null).refused("--policy", why).getMessage(),
        equalTo(
            "--policy: there is no field 'b'.\n"
                + "The schema was inferred; if it is not right, give another with --schema=FILE.\n"
                + "It is: a INT64"));
    String schema = file("s.json", "{\"properties\":{\"a\":{\"type\":\"string\"}}}");
    assertThat(
        RecordFiles.of(data, schema, null).refused("--policy", why).getMessage(),
        equalTo("--policy: there is no field 'b'."));
  }

  @Test
  public void namesThatLookLikeData_areCountedAndNotShown() throws Exception {
    StringBuilder record = new StringBuilder("{\"id\":1,\"by\":{\"a b c\":1,\"n\":2}");
    for (int i = 0; i < 25; i++) {
      record.append(",\"f").append(i).append("\":1,\"ada").append(i).append("@example.com\":1");
    }
    RecordFiles files = RecordFiles.of(file("a.jsonl", record + "}"), null, null);
    String message =
        files
            .refused(
                "--policy",
                new IllegalArgumentException(
                    "line 1: there is no field 'x'. Did you mean 'ada1@example.com'?"))
            .getMessage();
    assertThat(message, not(containsString("example.com")));
    assertThat(message, not(containsString("a b c")));
    assertThat(
        message, startsWith("--policy: line 1: there is no field 'x'. Did you mean '(a name"));
    assertThat(message, containsString("\nIt is: id INT64, by ROW<n INT64>, f0 INT64, "));
    assertThat(
        message,
        endsWith("f17 INT64, and 7 more, and 26 names that are not shown: they look like data"));
  }

  @Test
  public void texts_areOfInferredCsvOnly() throws Exception {
    Set<String> names = Set.of("id", "zip");
    String csv = file("a.csv", "id,zip,n\n1,,3\n2,10115,4");
    assertThat(
        SchemaText.of(RecordFiles.of(csv, null, null).withTexts(names).schema()),
        equalTo("id STRING, zip STRING NULL, n INT64"));
    assertThat(
        SchemaText.of(
            RecordFiles.of(file("a.jsonl", "{\"id\":1}"), null, null).withTexts(names).schema()),
        equalTo("id INT64"));
    String schema = file("s.json", "{\"properties\":{\"id\":{\"type\":\"integer\"}}}");
    assertThat(
        SchemaText.of(RecordFiles.of(csv, schema, null).withTexts(names).schema()),
        equalTo("id INT64 NULL"));
  }

  @Test
  public void inputWithoutARecord_isOfTextsInCsvAndRefusedInJson() throws Exception {
    assertThat(inferred(file("a.csv", "a,b\n"), null), equalTo("a STRING NULL, b STRING NULL"));
    assertThat(
        refusal(file("a.jsonl", ""), null, null), containsString("There is no record to infer"));
  }

  /** The two files beside the customers say the same, and it is true. */
  @Test
  public void customers_areOfTheirSchema() throws Exception {
    Schema avro = RecordFiles.schemaIn(sample("customers/customers.avsc"));
    Schema json = RecordFiles.schemaIn(sample("customers/customers.schema.json"));
    assertThat(SchemaText.of(json), equalTo(SchemaText.of(avro)));
    for (Schema.Field field : avro.getFields()) {
      assertThat(
          field.getName(),
          json.getField(field.getName()).getOptions(),
          equalTo(field.getOptions()));
    }

    List<String> lines =
        Files.readAllLines(Path.of(sample("customers/customers.jsonl")), StandardCharsets.UTF_8);
    RowDecoder decoder = JsonFormat.of().decoder(avro);
    for (String line : lines.subList(0, lines.size() - 1)) {
      decoder.decode(line.getBytes(StandardCharsets.UTF_8));
    }
    assertThrows(
        "the last one is cut off",
        MalformedException.class,
        () -> decoder.decode(lines.get(lines.size() - 1).getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  public void customers_canBeInferred() {
    assertThat(
        inferred(sample("customers/customers.jsonl"), null),
        equalTo(
            "id STRING, name STRING, email STRING, phone STRING NULL, born STRING, card STRING"
                + " NULL, address ROW<street STRING, city STRING, postcode STRING, country STRING>,"
                + " last_ip STRING, signed_up STRING, orders ARRAY<ROW<id STRING, placed_at STRING,"
                + " total DECIMAL, comment STRING NULL>>, attributes ROW<newsletter STRING NULL,"
                + " referrer STRING NULL, language STRING NULL>, notes STRING NULL"));
  }
}
