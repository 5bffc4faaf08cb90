package io.summerbeam.io.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.format.CsvFormat;
import io.summerbeam.sdk.schema.SchemaText;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Count;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class InferSchemaTest {

  @Rule public final transient TestPipeline pipeline = TestPipeline.create();
  @Rule public final transient TemporaryFolder folder = new TemporaryFolder();

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.getRoot().toPath().resolve(name), text);
  }

  private static String inferred(ReadFileRows read) {
    return SchemaText.of(read.inferSchema());
  }

  @Test
  public void json_allRecordsOfAllFilesCount() throws Exception {
    file("a.jsonl", "{\"a\":1}\r\n\n{\"a\":2.5,\"b\":null}\n");
    try (OutputStream out =
        new GZIPOutputStream(
            Files.newOutputStream(folder.getRoot().toPath().resolve("b.jsonl.gz")))) {
      out.write("{\"a\":3,\"b\":\"x\"}\nbad".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(
        inferred(FileRows.read(folder.getRoot() + "/*")), equalTo("a DECIMAL, b STRING NULL"));
  }

  /** More than a block, and the last record decides. */
  @Test
  public void json_longFileIsReadToItsEnd() throws Exception {
    Path file = file("a.jsonl", "{\"a\":1}\n".repeat(20_000) + "{\"a\":null}\n");
    assertThat(inferred(FileRows.read(file.toString())), equalTo("a INT64 NULL"));
  }

  @Test
  public void json_severalTypesRefusedWithFileAndLine() throws Exception {
    Path file = file("a.jsonl", "{\"a\":1}\n\n{\"a\":true}\n");
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> FileRows.read(file.toString()).inferSchema())
            .getMessage();
    assertThat(
        message,
        containsString(
            "field 'a' is true or false (" + file + " line 3) and a number (" + file + " line 1)"));
  }

  @Test
  public void csv_headerNamesTheColumns() throws Exception {
    file("a.csv", "\uFEFFid;zip;share\r\n1;01067;0.5\r\n2;\"10\n115\";1\r\n");
    file("b.csv", "zip;id;share\n;3;2\n");
    assertThat(
        inferred(
            FileRows.read(folder.getRoot() + "/*.csv")
                .withFormat(CsvFormat.of().withDelimiter(';'))),
        equalTo("id INT64, zip STRING NULL, share DECIMAL"));
  }

  @Test
  public void recordThatIsTooLong_isPassedOver() throws Exception {
    Path file = file("a.jsonl", "{\"a\":1}\n{\"b\":11111}\n");
    assertThat(inferred(FileRows.read(file.toString()).withMaxRecordBytes(8)), equalTo("a INT64"));
  }

  @Test
  public void withoutFileOrRecord_refused() throws Exception {
    String absent = folder.getRoot() + "/absent.jsonl";
    assertThat(
        assertThrows(UncheckedIOException.class, () -> FileRows.read(absent).inferSchema())
            .getMessage(),
        startsWith("The schema cannot be inferred from " + absent + ": "));
    Path empty = file("empty.jsonl", "\n");
    assertThat(
        assertThrows(
                IllegalArgumentException.class, () -> FileRows.read(empty.toString()).inferSchema())
            .getMessage(),
        endsWith("There is no record to infer a schema from. Give the schema."));
  }

  @Test
  public void schema_isOneToReadWith() throws Exception {
    Path file = file("a.jsonl", "{\"a\":1}\n{\"a\":2,\"l\":[{\"b\":null}]}\n");
    ReadFileRows read = FileRows.read(file.toString());
    Schema schema = read.inferSchema();
    PAssert.thatSingleton(pipeline.apply(read.withSchema(schema)).apply(Count.globally()))
        .isEqualTo(2L);
    pipeline.run();
  }
}
