package io.summerbeam.sdk.schemafile;

import static io.summerbeam.sdk.schemafile.Schemas.refusal;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.schema.SchemaText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class SchemaFileTest {

  private static final String AVRO =
      "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"}]}";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private String file(String name, byte[] bytes) throws Exception {
    Path file = folder.getRoot().toPath().resolve(name);
    Files.write(file, bytes);
    return file.toString();
  }

  private String file(String name, String text) throws Exception {
    return file(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String unreadable(String file) {
    return assertThrows(IllegalArgumentException.class, () -> SchemaFile.read(file)).getMessage();
  }

  @Test
  public void file_isAvroOrJsonSchemaByWhatIsInIt() throws Exception {
    assertThat(SchemaText.of(SchemaFile.read(file("s.avsc", AVRO))), equalTo("a INT32"));
    assertThat(SchemaText.of(SchemaFile.read(file("s.txt", "\uFEFF" + AVRO))), equalTo("a INT32"));
    assertThat(
        SchemaText.of(
            SchemaFile.read(file("s [1].json", "{\"properties\":{\"a\":{\"type\":\"integer\"}}}"))),
        equalTo("a INT64 NULL"));
  }

  @Test
  public void fileThatIsNotThere_namedInTheMessage() {
    String absent = folder.getRoot() + "/absent.avsc";
    assertThat(unreadable(absent), startsWith(absent + ": the schema cannot be read ("));
  }

  @Test
  public void fileThatIsNotUtf8_refused() throws Exception {
    String file = file("s.json", new byte[] {'{', '"', (byte) 0xE9, '"', ':', '1', '}'});
    assertThat(unreadable(file), equalTo(file + ": the schema is not UTF-8."));
  }

  @Test
  public void fileThatIsTooLong_isNoSchema() throws Exception {
    String file = file("s.json", new byte[(16 << 20) + 1]);
    assertThat(
        unreadable(file),
        equalTo(file + ": a schema has at most 16777216 bytes. Are these the data?"));
  }

  @Test
  public void fileThatIsNotJson_refusedWithThePlace() {
    assertThat(refusal(""), equalTo("x: the file is empty."));
    assertThat(refusal("{\n 'type': record }"), startsWith("x, line 2, column "));
    assertThat(refusal("{'a':1,'a':2}"), startsWith("x, line 1, column "));
    assertThat(
        refusal("{}\n{}"), equalTo("x, line 2, column 1: something stands behind the JSON."));
  }
}
