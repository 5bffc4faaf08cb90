package io.summerbeam.transforms.mask;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.json.RowJson;
import io.summerbeam.sdk.schema.FieldPath;
import io.summerbeam.transforms.mask.scrub.Detectors;
import io.summerbeam.transforms.mask.scrub.Scrubber;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.EnumerationType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.junit.Test;

public class JsonMaskTest {

  @Test
  public void apply_textAtAPath_isMaskedByItsRule() throws Exception {
    assertMasked("{\"id\":1,\"email\":\"bob\"}", "{\"id\":1,\"email\":\"***\"}", "email");
    assertMasked(
        "{\"a\":{\"b\":{\"c\":\"bob\",\"d\":\"bob\"}},\"c\":\"bob\"}",
        "{\"a\":{\"b\":{\"c\":\"***\",\"d\":\"bob\"}},\"c\":\"bob\"}",
        "a.b.c");
    assertMasked(
        "{\"items\":[{\"card\":\"12\",\"x\":1},{\"card\":\"345\"}]}",
        "{\"items\":[{\"card\":\"**\",\"x\":1},{\"card\":\"***\"}]}",
        "items[*].card");
    assertMasked(
        "{\"attrs\":{\"a\":\"bob\",\"b\":\"Zoë\"}}",
        "{\"attrs\":{\"a\":\"***\",\"b\":\"***\"}}",
        "attrs{*}");
    assertMasked("{\"m\":[[\"bob\"],[]]}", "{\"m\":[[\"***\"],[]]}", "m[*][*]");
    assertMasked("{\"post code\":\"bob\"}", "{\"post code\":\"***\"}", "`post code`");
  }

  @Test
  public void apply_severalRules_eachMasksItsOwn() throws Exception {
    assertMasked(
        "{\"a\":{\"x\":\"bob\",\"y\":\"bob\",\"z\":\"bob\"},\"b\":\"bob\"}",
        "{\"a\":{\"x\":\"***\",\"y\":\"***\",\"z\":\"bob\"},\"b\":\"***\"}",
        "a.x",
        "a.y",
        "b");
  }

  @Test
  public void apply_nullAndMissing_stay() throws Exception {
    assertMasked("{\"email\":null}", "{\"email\":null}", "email");
    assertMasked("{\"a\":null}", "{\"a\":null}", "a.b");
    assertMasked("{}", "{}", "email");
    assertMasked("null", "null", "email");
  }

  @Test
  public void apply_whatARuleCannotMask_isReplaced() throws Exception {
    for (String value : List.of("1", "-1.5e3", "true", "[\"bob\"]", "{\"x\":\"bob\"}", "\"b\"")) {
      assertMasked(
          "{\"email\":" + value + ",\"x\":1}", "{\"email\":\"[MASKED]\",\"x\":1}", "email");
    }
  }

  @Test
  public void apply_pathThatTheDocumentDoesNotGo_isReplacedWhereTheyPart() throws Exception {
    assertMasked("{\"a\":\"bob\"}", "{\"a\":\"[MASKED]\"}", "a.b");
    assertMasked("{\"a\":[{\"b\":\"bob\"}]}", "{\"a\":\"[MASKED]\"}", "a.b");
    assertMasked("{\"a\":{\"b\":\"bob\"}}", "{\"a\":\"[MASKED]\"}", "a[*].b");
    assertMasked(
        "{\"a\":[\"bob\",{\"b\":\"bob\"}]}", "{\"a\":[\"[MASKED]\",{\"b\":\"***\"}]}", "a[*].b");
    assertMasked("{\"a\":[{\"key\":1,\"value\":\"bob\"}]}", "{\"a\":\"[MASKED]\"}", "a{*}");
    assertMasked("[{\"email\":\"bob\"}]", "\"[MASKED]\"", "email");
    assertMasked("\"bob\"", "\"[MASKED]\"", "email");
  }

  @Test
  public void apply_namesOfOtherCaseAndTwice_areMasked() throws Exception {
    assertMasked(
        "{\"Email\":\"bob\",\"EMAIL\":\"bob\",\"email\":\"bob\",\"email\":\"bo\"}",
        "{\"Email\":\"***\",\"EMAIL\":\"***\",\"email\":\"***\",\"email\":\"**\"}",
        "email");
  }

  @Test
  public void apply_ruleThatCannotDoWithoutTheRecord_replaces() throws Exception {
    // The payload is one of no known schema, so it is not known whose the value is.
    MaskRule bySubject =
        TokenizeRule.of(FieldPath.of("email"), KeysetSource.perSubject("file:/no/{subject}", "id"));
    JsonMask mask = new JsonMask(List.of(PathMask.of(bySubject)), null);
    assertThat(
        text(mask.apply(bytes("{\"id\":\"1\",\"email\":\"bob\"}"))),
        equalTo("{\"id\":\"1\",\"email\":\"[MASKED]\"}"));
  }

  @Test
  public void apply_allElse_staysAsItIs() throws Exception {
    // Jackson writes characters of two chars as escapes, so that one half alone is never lost.
    String json =
        "{\"a\":1.10,\"b\":12345678901234567890123,\"c\":1E+2,\"d\":true,\"e\":\"\\u0000\\n\","
            + "\"f\":[],\"g\":{},\"h\":\"\\uD83E\\uDD8A\"}";
    assertMasked(json, json, "email");
  }

  @Test
  public void apply_noJsonOrMore_isRefused() {
    JsonMask mask = mask("email");
    for (String bad :
        List.of("", " ", "{", "{\"email\":\"bob", "{\"email\":secret}", "{} {}", "{}x", "[1,]")) {
      assertThrows(bad, IOException.class, () -> mask.apply(bytes(bad)));
    }
    byte[] deep = bytes("[".repeat(5000) + "]".repeat(5000));
    JsonMask scrub = new JsonMask(List.of(), Scrubber.of(Detectors.all()));
    assertThrows(IOException.class, () -> scrub.apply(deep));
    byte[] notUtf8 = {'"', (byte) 0xff, (byte) 0xfe, '"'};
    assertThrows(IOException.class, () -> scrub.apply(notUtf8));
  }

  @Test
  public void apply_withDetectors_scrubsTextsNumbersAndNames() throws Exception {
    JsonMask mask =
        new JsonMask(List.of(PathMask.of(new StarRule("name"))), Scrubber.of(Detectors.all()));
    assertThat(
        text(
            mask.apply(
                bytes(
                    "{\"name\":\"bob\",\"note\":\"mail bob\\u0040example.com\","
                        + "\"card\":4111111111111111,\"n\":5,"
                        + "\"bob@example.com\":[\"bob@example.com\"]}"))),
        equalTo(
            "{\"name\":\"***\",\"note\":\"mail [EMAIL]\",\"card\":\"[CARD]\",\"n\":5,"
                + "\"[EMAIL]\":[\"[EMAIL]\"]}"));
  }

  @Test
  public void apply_withDetectors_replacesWhatANameCallsSecret() throws Exception {
    JsonMask mask = new JsonMask(List.of(), Scrubber.of(Detectors.all()));
    assertThat(
        text(
            mask.apply(
                bytes(
                    "{\"password\":\"hunter2\",\"api_key\":12345,\"token\":null,"
                        + "\"secret\":{\"a\":\"b\"},\"pwd\":[\"x\"],\"user\":\"bob\"}"))),
        equalTo(
            "{\"password\":\"[MASKED]\",\"api_key\":\"[MASKED]\",\"token\":null,"
                + "\"secret\":\"[MASKED]\",\"pwd\":\"[MASKED]\",\"user\":\"bob\"}"));
  }

  private static void assertMasked(String json, String masked, String... paths) throws IOException {
    assertThat(text(mask(paths).apply(bytes(json))), equalTo(masked));
  }

  private static JsonMask mask(String... paths) {
    return new JsonMask(Arrays.stream(paths).map(StarRule::new).map(PathMask::of).toList(), null);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static final Schema SCHEMA =
      Schema.builder()
          .addNullableStringField("email")
          .addNullableInt32Field("age")
          .addNullableField("price", FieldType.DECIMAL)
          .addNullableField("score", FieldType.DOUBLE)
          .addNullableBooleanField("ok")
          .addNullableField("at", FieldType.DATETIME)
          .addNullableField("day", FieldType.logicalType(SqlTypes.DATE))
          .addNullableField("sort", FieldType.logicalType(EnumerationType.create("SMALL", "LARGE")))
          .addNullableField(
              "home", FieldType.row(Schema.builder().addNullableStringField("city").build()))
          .addNullableField("tags", FieldType.array(FieldType.STRING))
          .addNullableField("attrs", FieldType.map(FieldType.STRING, FieldType.INT64))
          .addNullableField("counts", FieldType.map(FieldType.INT32, FieldType.STRING))
          .build();

  @Test
  public void apply_withSchema_replacesWhatIsNoField() throws Exception {
    assertShaped(
        "{\"email\":\"bob\",\"emial\":\"bob\",\"age\":7,\"left_out\":{\"a\":[1]},\"n\":null}",
        "{\"email\":\"***\",\"emial\":\"[MASKED]\",\"age\":7,\"left_out\":\"[MASKED]\",\"n\":null}");
    assertShaped(
        "{\"customer\":{\"email\":\"bob\"},\"home\":{\"city\":\"Rome\",\"email\":\"bob\"}}",
        "{\"customer\":\"[MASKED]\",\"home\":{\"city\":\"Rome\",\"email\":\"[MASKED]\"}}");
    assertShaped("{\"EMAIL\":\"bob\",\"Age\":7}", "{\"EMAIL\":\"***\",\"Age\":7}");
  }

  @Test
  public void apply_withSchema_replacesNamesThatMayBeData() throws Exception {
    String longest = "n".repeat(64);
    assertShaped(
        "{\"bob@example.com\":1,\"a b\":2,\"\":3,\"4711\":4,\"_a.b-c\":5,\""
            + longest
            + "\":6,\"n"
            + longest
            + "\":7}",
        "{\"[MASKED]\":\"[MASKED]\",\"[MASKED]-2\":\"[MASKED]\",\"[MASKED]-3\":\"[MASKED]\","
            + "\"[MASKED]-4\":\"[MASKED]\",\"_a.b-c\":\"[MASKED]\",\""
            + longest
            + "\":\"[MASKED]\",\"[MASKED]-5\":\"[MASKED]\"}");
  }

  @Test
  public void apply_withSchema_keepsValuesOfTheirTypes() throws Exception {
    String json =
        "{\"age\":-2147483648,\"price\":1.50,\"score\":\"NaN\",\"ok\":true,"
            + "\"at\":\"2001-01-01T00:00:00.5Z\",\"day\":\"2001-01-31\",\"sort\":\"LARGE\","
            + "\"home\":{\"city\":null},\"tags\":[\"a\",null],\"attrs\":{\"a b\":1},"
            + "\"counts\":[{\"key\":1,\"value\":\"x\"}]}";
    assertShaped(json, json);
  }

  @Test
  public void apply_withSchema_replacesValuesOfOtherTypes() throws Exception {
    for (String bad :
        List.of(
            "\"age\":\"bob\"",
            "\"age\":4111111111111111",
            "\"age\":41111111111111111111111",
            "\"age\":1.5",
            "\"price\":\"bob\"",
            "\"score\":\"bob\"",
            "\"ok\":\"bob\"",
            "\"ok\":1",
            "\"at\":\"bob\"",
            "\"at\":5551234",
            "\"day\":\"555-1234\"",
            "\"sort\":\"bob\"",
            "\"home\":\"bob\"",
            "\"home\":[\"bob\"]",
            "\"tags\":\"bob\"",
            "\"tags\":{\"bob\":1}",
            "\"email\":7",
            "\"counts\":\"bob\"")) {
      assertShaped("{" + bad + "}", "{" + bad.substring(0, bad.indexOf(':')) + ":\"[MASKED]\"}");
    }
    assertShaped(
        "{\"tags\":[\"a\",1],\"attrs\":{\"a\":\"bob\",\"b\":1},\"counts\":[{\"key\":\"bob\",\"x\":1}]}",
        "{\"tags\":[\"a\",\"[MASKED]\"],\"attrs\":{\"a\":\"[MASKED]\",\"b\":1},"
            + "\"counts\":[{\"key\":\"[MASKED]\",\"x\":\"[MASKED]\"}]}");
    assertShaped("[{\"age\":1}]", "\"[MASKED]\"");
    assertShaped("\"bob\"", "\"[MASKED]\"");
  }

  @Test
  public void apply_withSchema_takesWhatRowJsonWrites() throws Exception {
    Row row =
        Row.withSchema(SCHEMA)
            .addValues(null, 7, new BigDecimal("1.50"), Double.NEGATIVE_INFINITY, false)
            .addValues(Instant.ofEpochMilli(1), LocalDate.of(2001, 1, 31))
            .addValue(new EnumerationType.Value(1))
            .addValue(
                Row.withSchema(SCHEMA.getField("home").getType().getRowSchema())
                    .addValue("Rome")
                    .build())
            .addValues(List.of("a"), Map.of("b", 1L), Map.of(1, "x"))
            .build();
    String json = text(RowJson.toBytesLenient(row));
    assertShaped(json, json);
  }

  private static void assertShaped(String json, String masked) throws IOException {
    JsonMask mask =
        new JsonMask(List.of(PathMask.of(new StarRule("email"))), null, JsonShape.of(SCHEMA));
    assertThat(text(mask.apply(bytes(json))), equalTo(masked));
  }
}
