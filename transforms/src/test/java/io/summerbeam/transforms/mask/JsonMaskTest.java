package io.summerbeam.transforms.mask;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.schema.FieldPath;
import io.summerbeam.transforms.mask.scrub.Detectors;
import io.summerbeam.transforms.mask.scrub.Scrubber;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
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
                        + "\"secret\":{\"a\":\"b\"},\"user\":\"bob\"}"))),
        equalTo(
            "{\"password\":\"[MASKED]\",\"api_key\":\"[MASKED]\",\"token\":null,"
                + "\"secret\":{\"a\":\"b\"},\"user\":\"bob\"}"));
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
}
