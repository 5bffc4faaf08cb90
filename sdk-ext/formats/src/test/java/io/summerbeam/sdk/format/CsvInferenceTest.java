package io.summerbeam.sdk.format;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.schema.SchemaText;
import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class CsvInferenceTest {

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static SchemaInference file(String header, String... records) {
    SchemaInference inference = CsvFormat.of().inference();
    inference.startFile("a.csv", utf8(header));
    add(inference, records);
    return inference;
  }

  private static void add(SchemaInference inference, String... records) {
    for (int i = 0; i < records.length; i++) {
      assertThat(inference.add(utf8(records[i]), i + 2L), equalTo(true));
    }
  }

  private static String inferred(String header, String... records) {
    return SchemaText.of(file(header, records).schema());
  }

  private static String refusal(SchemaInference inference, String name, String header) {
    return assertThrows(
            IllegalArgumentException.class, () -> inference.startFile(name, utf8(header)))
        .getMessage();
  }

  @Test
  public void columns_areWhatAllTheirValuesAre() {
    assertThat(
        inferred("b,n,d,s", "true,1,1.50,x", "false,-20,3,1"),
        equalTo("b BOOLEAN, n INT64, d DECIMAL, s STRING"));
  }

  @Test
  public void oneValueThatIsNone_makesTheColumnAText() {
    for (String text :
        new String[] {
          "00123",
          "+1",
          "-0",
          " 1",
          "1 ",
          "1e5",
          "1.",
          ".5",
          "0.00000001",
          "NaN",
          "1_000",
          "0x10",
          "TRUE",
          "NA",
          "\"\"",
          "1".repeat(101) + ".5"
        }) {
      assertThat(text, inferred("x", "1", text), equalTo("x STRING"));
      assertThat(text, inferred("x", text, "1"), equalTo("x STRING"));
    }
    assertThat(inferred("x", "true", "1"), equalTo("x STRING"));
  }

  @Test
  public void numberThatIsTooLarge_makesTheColumnDecimal() {
    assertThat(inferred("x", "1", "9223372036854775808"), equalTo("x DECIMAL"));
    assertThat(inferred("x", "1", "9223372036854775807"), equalTo("x INT64"));
  }

  @Test
  public void nothing_isNullable() {
    assertThat(inferred("x,y", "1,a", ",b"), equalTo("x INT64 NULL, y STRING"));
    assertThat(inferred("x,y", ",", ",\"\""), equalTo("x STRING NULL, y STRING NULL"));
  }

  @Test
  public void quotes_makeNoDifference() {
    assertThat(inferred("x,\"a b\"", "\"1\",\"true\""), equalTo("x INT64, `a b` BOOLEAN"));
  }

  @Test
  public void times_areTexts() {
    assertThat(inferred("x", "2001-01-31", "2001-02-01"), equalTo("x STRING"));
  }

  @Test
  public void otherFiles_mayHaveTheColumnsInAnotherOrder() {
    SchemaInference inference = file("x,y", "1,true");
    inference.startFile("b.csv", utf8("y,x"));
    add(inference, "false,2.5");
    inference.startFile("empty.csv", null);
    assertThat(SchemaText.of(inference.schema()), equalTo("x DECIMAL, y BOOLEAN"));
  }

  @Test
  public void otherFiles_withOtherColumnsRefused() {
    assertThat(
        refusal(file("x,y"), "b.csv", "y,z"),
        equalTo(
            "The files have different columns: those at [1] are only in a.csv, those at [2] only in"
                + " b.csv. Give a schema with the columns that all of them have."));
  }

  @Test
  public void header_thatIsNoneRefused() {
    SchemaInference inference = CsvFormat.of().inference();
    assertThat(
        refusal(inference, "a.csv", "x,y,x"),
        equalTo(
            "a.csv: the columns 1 and 3 have one name; each must have a name of its own, or a schema"
                + " must leave it out."));
    assertThat(
        refusal(inference, "a.csv", "x,\"y"),
        equalTo(
            "a.csv: the header is no record of CSV: the record is not CSV: a quote is not closed"));
  }

  @Test
  public void headerAlone_isOfNullableTexts() {
    assertThat(SchemaText.of(file("x,y").schema()), equalTo("x STRING NULL, y STRING NULL"));
  }

  @Test
  public void withoutAHeader_refused() {
    SchemaInference inference = CsvFormat.of().inference();
    inference.startFile("empty.csv", null);
    assertThat(
        assertThrows(IllegalArgumentException.class, inference::schema).getMessage(),
        equalTo("There is no record to infer a schema from. Give the schema."));
  }

  @Test
  public void malformed_isPassedOver() {
    SchemaInference inference = file("x,y", "1,2");
    for (String bad : new String[] {"a", "a,b,c", "a,\"b", "\"a\"b,c"}) {
      assertThat(bad, inference.add(utf8(bad), 3), equalTo(false));
    }
    assertThat(SchemaText.of(inference.schema()), equalTo("x INT64, y INT64"));
  }

  @Test
  public void records_areReadAndWrittenAsTheyWere() throws Exception {
    String[] records = {"00123,1.50,true,,x", "7,20,false,5,\"\"", "x,-0.25,true,,\"a,b\""};
    Schema schema = file("a,b,c,d,e", records).schema();
    assertThat(
        SchemaText.of(schema), equalTo("a STRING, b DECIMAL, c BOOLEAN, d INT64 NULL, e STRING"));
    for (String record : records) {
      Row row = CsvFormat.of().decoder(schema).decode(utf8(record));
      assertThat(
          new String(CsvFormat.of().encoder(schema).encode(row), StandardCharsets.UTF_8),
          equalTo(record));
    }
  }
}
