package io.summerbeam.sdk.format;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** What is written can be read, and the other way round, up to one limit. */
@RunWith(JUnit4.class)
public class CsvFieldLengthTest {

  private static final String RULE = " is longer than 16777216 characters, the most CSV has";
  private static final int LIMIT = CsvFormat.MAX_FIELD_LENGTH;
  private static final Schema TEXT =
      Schema.builder().addStringField("a").addStringField("s").build();
  private static final Schema BYTES = Schema.of(Schema.Field.of("b", FieldType.BYTES));

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Row row(String text) {
    return Row.withSchema(TEXT).addValues("x", text).build();
  }

  private static String unwritable(Row row) {
    return assertThrows(
            UnwritableException.class, () -> CsvFormat.of().encoder(row.getSchema()).encode(row))
        .getMessage();
  }

  private static String malformed(String record) {
    return assertThrows(
            MalformedException.class, () -> CsvFormat.of().decoder(TEXT).decode(utf8(record)))
        .getMessage();
  }

  @Test
  public void longestField_writtenAndRead() throws Exception {
    String longest = "t".repeat(LIMIT);
    byte[] record = CsvFormat.of().encoder(TEXT).encode(row(longest));
    assertThat(
        longest.equals(CsvFormat.of().decoder(TEXT).decode(record).getString("s")), equalTo(true));
  }

  @Test
  public void longestField_ofNothingButQuotesToo() throws Exception {
    String longest = "\"".repeat(LIMIT);
    byte[] record = CsvFormat.of().encoder(TEXT).encode(row(longest));
    assertThat(record.length, equalTo(2 * LIMIT + 4));
    assertThat(
        longest.equals(CsvFormat.of().decoder(TEXT).decode(record).getString("s")), equalTo(true));
  }

  @Test
  public void longerField_neitherWrittenNorRead() {
    String longer = "t".repeat(LIMIT + 1);
    assertThat(unwritable(row(longer)), equalTo("field 's'" + RULE));
    assertThat(malformed("x," + longer), equalTo("a field" + RULE));
    assertThat(malformed("\"" + longer + "\",x"), equalTo("a field" + RULE));
  }

  @Test
  public void longerBytes_notWritten() {
    // Base64 makes four characters of three bytes.
    byte[] bytes = new byte[LIMIT / 4 * 3 + 1];
    assertThat(
        unwritable(Row.withSchema(BYTES).attachValues(Arrays.asList((Object) bytes))),
        equalTo("field 'b'" + RULE));
  }
}
