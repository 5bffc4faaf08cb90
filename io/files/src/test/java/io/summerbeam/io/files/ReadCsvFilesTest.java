package io.summerbeam.io.files;

import static io.summerbeam.io.files.FlightFiles.read;
import static io.summerbeam.io.files.FlightFiles.utf8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.format.CsvFormat;
import io.summerbeam.sdk.source.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class ReadCsvFilesTest {

  @Rule public final transient TestPipeline pipeline = TestPipeline.create();
  @Rule public final transient TemporaryFolder folder = new TemporaryFolder();

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(folder.getRoot().toPath().resolve(name), content);
  }

  private Path file(String name, String content) throws IOException {
    return file(name, utf8(content));
  }

  @Test
  public void csv_rowsAndDeadLetters() throws Exception {
    Schema schema =
        Schema.builder()
            .addStringField("iata")
            .addStringField("city")
            .addNullableField("latitude", FieldType.DOUBLE)
            .build();
    Path path =
        file(
            "a.csv",
            Stream.of(
                    "\uFEFFiata;name;city;latitude\r",
                    "00M;x;\"Bay\r",
                    "Springs\";31.95\r",
                    "\r",
                    "00R;x;\"a \"\"b\"\";\";",
                    "bad;x;y",
                    "bad;x;y;z",
                    "bad;x;\"y;1")
                .collect(Collectors.joining("\n", "", "\n")));
    DeadLetters handler = DeadLetters.in(pipeline).collect();
    PCollection<Row> rows =
        pipeline.apply(
            FileRows.read(path.toString())
                .withSchema(schema)
                .withFormat(CsvFormat.of().withDelimiter(';'))
                .withStepName("Airports")
                .withDeadLetters(handler));
    handler.close();

    Provenance first =
        Provenance.ofFile(path.toString(), 28, 2L)
            .withPayload(utf8("00M;x;\"Bay\r\nSprings\";31.95"), "csv");
    Provenance second =
        Provenance.ofFile(path.toString(), 58, 5L)
            .withPayload(utf8("00R;x;\"a \"\"b\"\";\";"), "csv");
    PAssert.that(rows)
        .containsInAnyOrder(
            Row.withSchema(rows.getSchema())
                .addValues("00M", "Bay\r\nSprings", 31.95, first.toBytes())
                .build(),
            Row.withSchema(rows.getSchema())
                .addValues("00R", "a \"b\";", null, second.toBytes())
                .build());
    PAssert.that(handler.collection().apply(DeadLetterText.map()))
        .containsInAnyOrder(
            DeadLetterText.of(
                "Airports",
                "malformed",
                "the record must have 4 columns, as the header, but has 3",
                Provenance.ofFile("a.csv", 76, 6L),
                "csv",
                "bad;x;y"),
            DeadLetterText.of(
                "Airports",
                "malformed",
                "field 'latitude' must be a number (DOUBLE), but is another text",
                Provenance.ofFile("a.csv", 84, 7L),
                "csv",
                "bad;x;y;z"),
            DeadLetterText.of(
                "Airports",
                "malformed",
                "the record is not CSV: a quote is not closed",
                Provenance.ofFile("a.csv", 94, 8L),
                "csv",
                "bad;x;\"y;1\n"));
    pipeline.run();
  }

  @Test
  public void csv_filesWithTheirOwnHeaders() throws Exception {
    Schema schema = Schema.builder().addStringField("a").addStringField("b").build();
    file("1.csv", "a,b\n1,2\n3,4\n");
    file("2.csv", "b,x,a\n5,6,7\n");
    file("3.csv", "");
    PCollection<Row> rows =
        pipeline.apply(
            FileRows.read(folder.getRoot() + "/*.csv")
                .withSchema(schema)
                .withFormat(CsvFormat.of()));
    PAssert.that(rows.apply(ParDo.of(new AandB()))).containsInAnyOrder("1 2", "3 4", "7 5");
    pipeline.run();
  }

  private static final class AandB extends DoFn<Row, String> {

    private static final long serialVersionUID = 1;

    @ProcessElement
    public void process(@Element Row row, OutputReceiver<String> out) {
      out.output(row.getString("a") + " " + row.getString("b"));
    }
  }

  @Test
  public void csv_headerWithoutAFieldFailsTheJob() throws Exception {
    Path path = file("a.csv", "date,delay,distance,orgin,destination\n");
    pipeline.apply(read(path).withFormat(CsvFormat.of()));
    assertThat(
        Failures.print(assertThrows(RuntimeException.class, pipeline::run)),
        containsString(
            path
                + ": There is no column for the field 'origin'. Did you mean 'orgin'?"
                + " The first line must name the columns; it has 5."));
  }
}
