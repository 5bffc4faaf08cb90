package io.summerbeam.io.files;

import static io.summerbeam.io.files.Delays.DELAY;
import static io.summerbeam.io.files.Delays.json;
import static io.summerbeam.io.files.Delays.row;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.format.CsvFormat;
import io.summerbeam.sdk.format.JsonFormat;
import io.summerbeam.sdk.source.Provenance;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SimpleFunction;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class WriteFileRowsTest {

  @Rule public final transient TestPipeline pipeline = TestPipeline.create();
  @Rule public final transient TemporaryFolder folder = new TemporaryFolder();

  private transient Path out;

  @Before
  public void setUp() {
    out = folder.getRoot().toPath().resolve("out");
  }

  private WriteFileRows write() {
    return FileRows.write(out.toString()).withPrefix("delays");
  }

  private PCollection<Row> rows(Row... rows) {
    return pipeline.apply(Create.of(List.of(rows)).withRowSchema(DELAY));
  }

  @Test
  public void globalWindow_oneSetOfFiles() throws Exception {
    List<Row> many = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      many.add(row("S" + i, i + 0.5));
      expected.add(json("S" + i, i + 0.5).strip());
    }
    PAssert.that(rows(many.toArray(Row[]::new)).apply(write()))
        .satisfies(
            names -> {
              names.forEach(name -> assertThat(Files.exists(Path.of(name)), equalTo(true)));
              return null;
            });
    pipeline.run();

    expected.sort(null);
    assertThat(Directory.lines(out), equalTo(expected));
    Map<String, String> files = Directory.contents(out);
    for (String name : files.keySet()) {
      assertThat(
          name,
          Pattern.matches(String.format("delays-\\d{5}-of-%05d\\.jsonl", files.size()), name),
          equalTo(true));
    }
    assertThat(Directory.hidden(out), empty());
  }

  @Test
  public void withNumShards_thatManyFiles() throws Exception {
    rows(row("MI", 66.0), row("HI", null)).apply(write().withNumShards(1));
    pipeline.run();
    Map<String, String> files = Directory.contents(out);
    assertThat(files.keySet(), equalTo(Set.of("delays-00000-of-00001.jsonl")));
    assertThat(
        Directory.lines(out), equalTo(List.of(json("HI", null).strip(), json("MI", 66.0).strip())));
  }

  @Test
  public void withNumShards_emptyFilesToo() throws Exception {
    rows(row("MI", 66.0)).apply(write().withNumShards(3));
    pipeline.run();
    Map<String, String> files = Directory.contents(out);
    assertThat(
        files.keySet(),
        equalTo(
            Set.of(
                "delays-00000-of-00003.jsonl",
                "delays-00001-of-00003.jsonl",
                "delays-00002-of-00003.jsonl")));
    assertThat(String.join("", files.values()), equalTo(json("MI", 66.0)));
  }

  @Test
  public void noRows_oneFileWithoutRows() throws Exception {
    PCollection<Row> none = rows();
    none.apply("json", write());
    none.apply("csv", write().withFormat(CsvFormat.of()));
    pipeline.run();
    Map<String, String> files = Directory.contents(out);
    assertThat(String.join("", files.values()), equalTo("state,mean\n".repeat(csvFiles(files))));
    assertThat(csvFiles(files), greaterThan(0));
  }

  private static int csvFiles(Map<String, String> files) {
    return (int) files.keySet().stream().filter(name -> name.endsWith(".csv")).count();
  }

  @Test
  public void csv_headerAndQuotes() throws Exception {
    rows(row("a,\"b\"\r\n", 1.5), row("", null))
        .apply(write().withFormat(CsvFormat.of().withDelimiter(';')).withNumShards(1));
    pipeline.run();
    String content = Directory.contents(out).get("delays-00000-of-00001.csv");
    assertThat(content, startsWith("state;mean\n"));
    assertThat(
        List.of(
            "state;mean\n\"a,\"\"b\"\"\r\n\";1.5\n\"\";\n",
            "state;mean\n\"\";\n\"a,\"\"b\"\"\r\n\";1.5\n"),
        hasItem(content));
  }

  @Test
  public void writtenFiles_readBackAsTheyWere() throws Exception {
    Row[] rows = {row("a,\"b\"\r\né😀", 0.1), row("", null), row(" ", -1e300)};
    PCollection<Row> written = rows(rows);
    written.apply("json", write());
    written.apply("csv", write().withFormat(CsvFormat.of()));
    pipeline.run();

    Pipeline second = Pipeline.create();
    for (String end : List.of("jsonl", "csv")) {
      ReadFileRows read = FileRows.read(out + "/*." + end).withSchema(DELAY);
      PCollection<Row> again =
          second.apply(end, end.equals("csv") ? read.withFormat(CsvFormat.of()) : read);
      PAssert.that(again.apply(end + " plain", new WithoutProvenance())).containsInAnyOrder(rows);
    }
    second.run().waitUntilFinish();
  }

  /** Takes the last field away. */
  private static final class WithoutProvenance
      extends PTransform<PCollection<Row>, PCollection<Row>> {

    private static final long serialVersionUID = 1;

    @Override
    public PCollection<Row> expand(PCollection<Row> rows) {
      return rows.apply(
              MapElements.via(
                  new SimpleFunction<Row, Row>() {
                    @Override
                    public Row apply(Row row) {
                      return row(row.getString("state"), row.getDouble("mean"));
                    }
                  }))
          .setRowSchema(DELAY);
    }
  }

  @Test
  public void provenance_notWritten() throws Exception {
    Path in = Files.writeString(folder.getRoot().toPath().resolve("in.jsonl"), json("MI", 1.5));
    pipeline.apply(FileRows.read(in.toString()).withSchema(DELAY)).apply(write().withNumShards(1));
    pipeline.run();
    assertThat(
        Directory.contents(out), equalTo(Map.of("delays-00000-of-00001.jsonl", json("MI", 1.5))));
  }

  @Test
  public void rowThatCannotBeWritten_oneDeadLetter() throws Exception {
    Path in =
        Files.writeString(
            folder.getRoot().toPath().resolve("in.jsonl"), json("MI", 1.5) + json("secret", 2.5));
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    pipeline
        .apply(FileRows.read(in.toString()).withSchema(DELAY).withDeadLetters(dead))
        .apply(new NanForSecret())
        .apply(write().withNumShards(1).withDeadLetters(dead).withStepName("Out"));
    dead.close();
    PAssert.that(dead.collection().apply(DeadLetterText.map()))
        .containsInAnyOrder(
            DeadLetterText.of(
                "Out",
                "sink_rejected",
                "field 'mean' is NaN or infinite, which JSON has no number for (The field"
                    + " 'mean' is NaN or infinite, which JSON has no number for.)",
                Provenance.ofFile("in.jsonl", json("MI", 1.5).length(), 2L),
                "json",
                json("secret", 2.5).strip()));
    pipeline.run();
    assertThat(
        Directory.contents(out), equalTo(Map.of("delays-00000-of-00001.jsonl", json("MI", 1.5))));
  }

  /** Breaks one row. */
  private static final class NanForSecret extends PTransform<PCollection<Row>, PCollection<Row>> {

    private static final long serialVersionUID = 1;

    @Override
    public PCollection<Row> expand(PCollection<Row> rows) {
      return rows.apply(
              MapElements.via(
                  new SimpleFunction<Row, Row>() {
                    @Override
                    public Row apply(Row row) {
                      List<Object> values = new ArrayList<>(row.getValues());
                      if (values.get(0).equals("secret")) {
                        values.set(1, Double.NaN);
                      }
                      return Row.withSchema(row.getSchema()).attachValues(values);
                    }
                  }))
          .setRowSchema(rows.getSchema());
    }
  }

  @Test
  public void rowThatCannotBeWritten_thrownWithoutData() {
    rows(row("secret", Double.NaN)).apply(write());
    String all =
        Failures.print(
            assertThrows(Pipeline.PipelineExecutionException.class, () -> pipeline.run()));
    assertThat(
        all,
        containsString(
            "FileRows.write: sink_rejected: field 'mean' is NaN or infinite, which JSON has no"
                + " number for."));
    assertThat(all, not(containsString("secret")));
    assertThat(Files.exists(out.resolve("delays-00000-of-00001.jsonl")), equalTo(false));
  }

  @Test
  public void settings_checkedWhenGiven() {
    pipeline.enableAbandonedNodeEnforcement(false);
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> FileRows.write("")).getMessage(),
        equalTo("write() must be given a directory, but was: ''"));
    for (String bad : List.of("", ".hidden", "a/b", "a*", "a\\b", "{a}")) {
      assertThat(
          assertThrows(IllegalArgumentException.class, () -> write().withPrefix(bad)).getMessage(),
          equalTo(
              "withPrefix() must be the start of a file's name, without slash and wildcard, but"
                  + " was: '"
                  + bad
                  + "'"));
    }
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> write().withNumShards(0)).getMessage(),
        equalTo("withNumShards() must be positive, but was: 0"));
    assertThrows(IllegalArgumentException.class, () -> write().withStepName(""));
    Schema nested = Schema.builder().addArrayField("a", FieldType.STRING).build();
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    pipeline
                        .apply(Create.empty(RowCoder.of(nested)))
                        .setRowSchema(nested)
                        .apply(write().withFormat(CsvFormat.of())))
            .getMessage(),
        startsWith("FileRows.write: field 'a' is of type ARRAY, which CSV has no form for."));
  }

  @Test
  public void displayData_tellsWhereTo() {
    Map<String, Object> items = new HashMap<>();
    DisplayData.from(write().withFormat(JsonFormat.of()).withNumShards(2))
        .items()
        .forEach(item -> items.put(item.getKey(), item.getValue()));
    assertThat(items.get("directory"), equalTo(out.toString()));
    assertThat(items.get("prefix"), equalTo("delays"));
    assertThat(items.get("format"), equalTo("json"));
    assertThat(items.get("numShards"), equalTo(2L));
  }

  @Test
  public void defaultPrefix_isRows() throws Exception {
    rows(row("MI", 1.5)).apply(FileRows.write(out.toString()).withNumShards(1));
    pipeline.run();
    assertThat(
        new String(
            Files.readAllBytes(out.resolve("rows-00000-of-00001.jsonl")), StandardCharsets.UTF_8),
        equalTo(json("MI", 1.5)));
  }
}
