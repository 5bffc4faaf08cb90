package io.summerbeam.sdk.format;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.schema.SchemaText;
import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class JsonInferenceTest {

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static SchemaInference seen(String... records) {
    SchemaInference inference = JsonFormat.of().inference();
    inference.startFile("x.jsonl", null);
    for (int i = 0; i < records.length; i++) {
      inference.add(utf8(records[i]), i + 1L);
    }
    return inference;
  }

  private static String inferred(String... records) {
    return SchemaText.of(seen(records).schema());
  }

  private static String refusal(String... records) {
    SchemaInference inference = seen(records);
    return assertThrows(IllegalArgumentException.class, inference::schema).getMessage();
  }

  @Test
  public void scalars_haveTheirTypes() {
    assertThat(
        inferred("{\"b\":true,\"n\":1,\"d\":1.5,\"s\":\"1\"}"),
        equalTo("b BOOLEAN, n INT64, d DECIMAL, s STRING"));
  }

  @Test
  public void numbers_areWidenedToWhatHoldsAll() {
    assertThat(inferred("{\"n\":1}", "{\"n\":-9223372036854775808}"), equalTo("n INT64"));
    for (String wider : new String[] {"9223372036854775808", "1.0", "1e2", "1".repeat(1000)}) {
      assertThat(inferred("{\"n\":1}", "{\"n\":" + wider + "}"), equalTo("n DECIMAL"));
      assertThat(inferred("{\"n\":" + wider + "}", "{\"n\":1}"), equalTo("n DECIMAL"));
    }
  }

  @Test
  public void missingOrNull_isNullable() {
    assertThat(inferred("{\"a\":1}", "{\"a\":null}"), equalTo("a INT64 NULL"));
    assertThat(inferred("{\"a\":1}", "{}"), equalTo("a INT64 NULL"));
    assertThat(inferred("{}", "{\"a\":1}"), equalTo("a INT64 NULL"));
    assertThat(inferred("{\"a\":1}", "{\"a\":2}"), equalTo("a INT64"));
  }

  @Test
  public void keyThatIsThereTwice_isThereOnce() {
    assertThat(inferred("{\"a\":1,\"a\":2}", "{}"), equalTo("a INT64 NULL"));
  }

  @Test
  public void alwaysNull_isANullableString() {
    assertThat(inferred("{\"a\":null}"), equalTo("a STRING NULL"));
  }

  @Test
  public void objects_haveAllKeys() {
    assertThat(
        inferred("{\"o\":{\"a\":1}}", "{\"o\":{\"b\":\"x\",\"a\":2}}", "{\"o\":null}"),
        equalTo("o ROW<a INT64, b STRING NULL> NULL"));
    assertThat(inferred("{\"o\":{}}"), equalTo("o MAP<STRING, STRING>"));
    assertThat(inferred("{\"o\":{}}", "{\"o\":{\"a\":1}}"), equalTo("o ROW<a INT64 NULL>"));
  }

  /** A nested key is missing where its object is there without it, not where the object is. */
  @Test
  public void nestedKey_isNullableForItsObjectOnly() {
    assertThat(inferred("{\"o\":{\"a\":1}}", "{}"), equalTo("o ROW<a INT64> NULL"));
  }

  @Test
  public void arrays_haveTheTypeOfAllElements() {
    assertThat(inferred("{\"l\":[1,2.5]}"), equalTo("l ARRAY<DECIMAL>"));
    assertThat(inferred("{\"l\":[1,null]}"), equalTo("l ARRAY<INT64 NULL>"));
    assertThat(inferred("{\"l\":[]}"), equalTo("l ARRAY<STRING>"));
    assertThat(inferred("{\"l\":[null]}"), equalTo("l ARRAY<STRING NULL>"));
    assertThat(inferred("{\"l\":[]}", "{\"l\":[true]}"), equalTo("l ARRAY<BOOLEAN>"));
    assertThat(inferred("{\"l\":[[1],[]]}"), equalTo("l ARRAY<ARRAY<INT64>>"));
    assertThat(
        inferred("{\"l\":[{\"a\":1},{\"b\":2}]}"),
        equalTo("l ARRAY<ROW<a INT64 NULL, b INT64 NULL>>"));
  }

  @Test
  public void order_isThatOfTheFirstAppearance() {
    assertThat(inferred("{\"b\":1}", "{\"a\":1,\"b\":1}"), equalTo("b INT64, a INT64 NULL"));
  }

  @Test
  public void keysThatAreNoNames_areFields() {
    assertThat(
        inferred("{\"post code\":1,\"größe\":2,\"\":3}"),
        equalTo("`post code` INT64, `größe` INT64, `` INT64"));
  }

  @Test
  public void severalTypes_refusedWithTheirPlaces() {
    assertThat(
        refusal(
            "{\"a\":1,\"l\":[{\"z\":true}]}",
            "{\"a\":2,\"l\":[]}",
            "{\"a\":\"secret\",\"l\":[{\"z\":{}}]}"),
        equalTo(
            "No schema fits all records:\n"
                + "field 'a' is a number (x.jsonl line 1) and a string (x.jsonl line 3)\n"
                + "field 'l[*].z' is true or false (x.jsonl line 1) and an object (x.jsonl line"
                + " 3)\n"
                + "Give a schema with the type that is right; a record with another is malformed"
                + " then."));
  }

  @Test
  public void severalTypesOfAKeyThatLooksLikeData_refusedWithoutIt() {
    String message =
        refusal("{\"c\":{\"ada@example.com\":1}}", "{\"c\":{\"ada@example.com\":true}}");
    assertThat(message, not(containsString("ada")));
    assertThat(
        message,
        containsString(
            "\na field, whose name is not shown because it looks like data, is true or false"
                + " (x.jsonl line 2) and a number (x.jsonl line 1)\n"));
  }

  @Test
  public void severalTypesOfManyFields_refusedInShort() {
    StringBuilder one = new StringBuilder("{\"f0\":1");
    StringBuilder other = new StringBuilder("{\"f0\":\"\"");
    for (int i = 1; i < 13; i++) {
      one.append(",\"f").append(i).append("\":1");
      other.append(",\"f").append(i).append("\":\"\"");
    }
    String message = refusal(one + "}", other + "}");
    assertThat(message, containsString("'f9'"));
    assertThat(message, not(containsString("'f10'")));
    assertThat(message, containsString("\nand 3 more fields\n"));
  }

  @Test
  public void malformed_isPassedOver() {
    SchemaInference inference = seen("{\"a\":1}");
    for (String bad :
        new String[] {"{\"b\":1", "[]", "", "{\"c\":1}{}", "{\"d\":01}", "\uFEFF{}"}) {
      assertThat(bad, inference.add(utf8(bad), 2), equalTo(false));
    }
    assertThat(
        inference.add(new byte[] {'{', '"', (byte) 0xE9, '"', ':', '1', '}'}, 2), equalTo(false));
    assertThat(SchemaText.of(inference.schema()), equalTo("a INT64"));
  }

  @Test
  public void withoutARecord_refused() {
    String message = "There is no record to infer a schema from. Give the schema.";
    assertThat(refusal(), equalTo(message));
    assertThat(refusal("{\"a\":"), equalTo(message));
  }

  @Test
  public void keysThatAreData_refusedBeforeTheyFillTheMemory() {
    SchemaInference inference = JsonFormat.of().inference();
    inference.startFile("x.jsonl", null);
    for (int i = 0; i < JsonShape.MAX_SHAPES - 1; i++) {
      inference.add(utf8("{\"m\":{\"secret" + i + "\":1}}"), i + 1L);
    }
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> inference.add(utf8("{\"m\":{\"secret\":1}}"), 10_000))
            .getMessage();
    assertThat(
        message,
        equalTo(
            "x.jsonl line 10000: the records have more than 10000 different keys, the last of them"
                + " in 'm'. Where keys are data, give a schema with a map."));
  }

  @Test
  public void keyThatIsHalfACharacter_refused() {
    SchemaInference inference = JsonFormat.of().inference();
    inference.startFile("x.jsonl", null);
    assertThat(
        assertThrows(
                IllegalArgumentException.class, () -> inference.add(utf8("{\"\\ud800\":1}"), 1))
            .getMessage(),
        startsWith("x.jsonl line 1: a key is a text with one half of a surrogate pair"));
  }

  @Test
  public void records_areReadAndWrittenAsTheyWere() throws Exception {
    // Jackson writes characters of two chars as escapes, so that one half alone is never lost.
    String[] records = {
      "{\"id\":1,\"price\":1.50,\"tags\":[],\"home\":{\"zip\":\"01\"},\"empty\":{}}",
      "{\"id\":2,\"price\":20,\"tags\":[\"a\"],\"home\":{\"zip\":\"é\\uD83D\\uDE00\"},\"empty\":{}}"
    };
    Schema schema = seen(records).schema();
    for (String record : records) {
      Row row = JsonFormat.of().decoder(schema).decode(utf8(record));
      assertThat(
          new String(JsonFormat.of().encoder(schema).encode(row), StandardCharsets.UTF_8),
          equalTo(record));
    }
  }
}
