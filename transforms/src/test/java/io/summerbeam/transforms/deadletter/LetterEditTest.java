package io.summerbeam.transforms.deadletter;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.ReplayRecord;
import io.summerbeam.sdk.failure.UnmendableException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.util.SerializableUtils;
import org.joda.time.Instant;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class LetterEditTest {

  private static DeadLetter letter(byte[] payload, String format) {
    return DeadLetter.builder()
        .setId("a")
        .setPipeline("flights")
        .setStep("Flights")
        .setReason("malformed")
        .setMessage("it is wrong")
        .setPayload(payload)
        .setPayloadFormat(format)
        .setFailureTime(Instant.EPOCH)
        .setFirstFailureTime(Instant.EPOCH)
        .build();
  }

  private static DeadLetter json(String payload) {
    return letter(payload.getBytes(StandardCharsets.UTF_8), "json");
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static LetterEdit set(String field, String expression) {
    return LetterEdit.none().set(field, expression);
  }

  private static String mended(String payload, LetterEdit edit) throws Exception {
    return new String(edit.mend(ReplayRecord.of(json(payload))).payload(), StandardCharsets.UTF_8);
  }

  private static String refusal(DeadLetter letter, LetterEdit edit) {
    return assertThrows(UnmendableException.class, () -> edit.mend(ReplayRecord.of(letter)))
        .getMessage();
  }

  @Test
  public void value_ofAnyType_isReplacedWhereItStands() throws Exception {
    for (String old :
        List.of("1", "-1.5e3", "\"x\\\"é😀\"", "null", "true", "{\"n\":[1]}", "[[],{}]")) {
      for (String space : List.of("", " ", "\n\t")) {
        String start = "{ \"a\" :" + space;
        String end = space + ",\"n\" : 1.50 , \"z\":[ ] }";
        assertThat(mended(start + old + end, set("a", "7")), equalTo(start + "7" + end));
      }
    }
    assertThat(
        mended("{\"é\":\"é\",\"a\":1}", set("a", "'ü'")), equalTo("{\"é\":\"é\",\"a\":\"ü\"}"));
    assertThat(mended("{\"n\":12}", set("n", "3")), equalTo("{\"n\":3}"));
  }

  @Test
  public void expression_seesTheRecord() throws Exception {
    assertThat(mended("{\"n\":5,\"a\":1}", set("a", "n * 2 + a")), equalTo("{\"n\":5,\"a\":11}"));
    assertThat(mended("{\"p\":1.50}", set("p", "p * 2")), equalTo("{\"p\":3.00}"));
    assertThat(
        mended("{\"s\":\" x \",\"o\":{\"s\":\"y\"}}", set("o.s", "s + o.s")),
        equalTo("{\"s\":\" x \",\"o\":{\"s\":\" x y\"}}"));
    assertThat(mended("{\"b\":[1,2]}", set("b", "size(b) > 1")), equalTo("{\"b\":true}"));
    assertThat(
        mended("{\"at\":\"2001-01-31T12:00:00Z\"}", set("at", "timestamp(at) + duration('1h')")),
        equalTo("{\"at\":\"2001-01-31T13:00:00Z\"}"));
    assertThat(
        mended("{\"a\":[1,\"x\"],\"n\":1}", set("n", "n + 1")),
        equalTo("{\"a\":[1,\"x\"],\"n\":2}"));
  }

  @Test
  public void numbersOfAnyLength_areKept_andSeen() throws Exception {
    String number = "7".repeat(5_000);
    for (String each : List.of(number, "-1." + number)) {
      assertThat(
          mended("{\"n\":" + each + ",\"a\":1}", set("a", "a + 1")),
          equalTo("{\"n\":" + each + ",\"a\":2}"));
      assertThat(mended("{\"n\":" + each + "}", set("n", "1")), equalTo("{\"n\":1}"));
    }
    assertThat(
        mended("{\"n\":" + number + ",\"a\":1}", set("a", "n")),
        equalTo("{\"n\":" + number + ",\"a\":" + number + "}"));
  }

  @Test
  public void fieldThatIsNotThere_isAddedAtTheEndOfItsObject() throws Exception {
    assertThat(mended("{}", set("a", "1")), equalTo("{\"a\":1}"));
    assertThat(mended("{\"x\":1 }", set("`a b`", "'y'")), equalTo("{\"x\":1 ,\"a b\":\"y\"}"));
    assertThat(
        mended("{\"o\":{\"x\":1},\"z\":2}", set("o.a", "z")),
        equalTo("{\"o\":{\"x\":1,\"a\":2},\"z\":2}"));
    assertThat(set("a", "1").mend(ReplayRecord.of(json("{}"))).added(), equalTo(List.of("a")));
    assertThat(set("a", "1").mend(ReplayRecord.of(json("{\"a\":2}"))).added(), empty());
  }

  @Test
  public void keyThatIsThereTwice_theLastOneCounts() throws Exception {
    assertThat(mended("{\"a\":1,\"a\":2}", set("a", "a + 1")), equalTo("{\"a\":1,\"a\":3}"));
    assertThat(
        mended("{\"o\":{\"a\":1},\"o\":{\"b\":2}}", set("o.a", "5")),
        equalTo("{\"o\":{\"a\":1},\"o\":{\"b\":2,\"a\":5}}"));
  }

  @Test
  public void assignments_areMadeInTheirOrder() throws Exception {
    LetterEdit edit = LetterEdit.none().set("a", "b").set("b", "a + 1").set("c", "null");
    assertThat(mended("{\"a\":1,\"b\":5,\"c\":9}", edit), equalTo("{\"a\":5,\"b\":6,\"c\":null}"));
    assertThat(
        mended("{\"a\":1,\"b\":5,\"c\":9}", SerializableUtils.clone(edit)),
        equalTo("{\"a\":5,\"b\":6,\"c\":null}"));
  }

  @Test
  public void formatsThatAreJson_areEditedAsTheyStand() throws Exception {
    byte[] json = "{\"after\":{\"a\":1}}".getBytes(StandardCharsets.UTF_8);
    byte[] mended = "{\"after\":{\"a\":2}}".getBytes(StandardCharsets.UTF_8);
    LetterEdit edit = set("after.a", "after.a + 1");
    for (String format : List.of("row+json", "debezium", "debezium-json")) {
      assertThat(edit.mend(ReplayRecord.of(letter(json, format))).payload(), equalTo(mended));
    }
    byte[] id = {0, -1, 0, 0, 7};
    for (String format : List.of("json-registry", "debezium-json-registry")) {
      assertThat(
          edit.mend(ReplayRecord.of(letter(join(id, json), format))).payload(),
          equalTo(join(id, mended)));
    }
  }

  @Test
  public void whatCannotBeMended_isRefusedWithoutItsData() {
    LetterEdit edit = set("a", "b + 1");
    assertThat(refusal(letter(null, null), edit), equalTo("it has no payload"));
    assertThat(
        refusal(letter(new byte[1], "csv"), edit),
        equalTo("its payload is no JSON, but csv: say how that is read, to edit it"));
    assertThat(
        refusal(letter(new byte[1], null), edit),
        equalTo("the format of its payload is not known: say how it is read, to edit it"));
    assertThat(
        refusal(letter("{}".getBytes(StandardCharsets.UTF_8), "json-registry"), edit),
        equalTo("its payload has no id of a schema before its JSON"));
    for (String wrong : List.of("", "[]", "7", "{\"a\":secret}", "{\"a\":1", "{} {}", "{}x")) {
      assertThat(refusal(json(wrong), edit), equalTo("its payload is no object of JSON"));
    }
    assertThat(
        refusal(letter("{}".getBytes(StandardCharsets.UTF_16BE), "json"), edit),
        equalTo("its payload is no object of JSON"));
    assertThat(
        refusal(json("{\"b\":\"secret\"}"), edit),
        equalTo(
            "the expression of 'a' does not fit its payload: a name is not there, or a value is of"
                + " another type"));
    assertThat(refusal(json("{\"secret\":1}"), edit), not(containsString("secret")));
    assertThat(
        refusal(json("{\"b\":null}"), set("a", "b")),
        equalTo("the expression of 'a' has no value for its payload"));
    assertThat(
        refusal(json("{\"b\":0}"), set("a", "1 / b")),
        equalTo("the expression of 'a' has no value for its payload"));
    assertThat(
        refusal(json("{\"b\":0}"), set("a", "double(b) / 0.0")),
        equalTo("the value of 'a' is a number that JSON does not have"));
    assertThat(
        refusal(json("{\"o\":[]}"), set("o.a", "1")),
        equalTo("its payload has no object that 'a' could be in"));
    assertThat(
        refusal(json("{}"), set("o.a", "1")),
        equalTo("its payload has no object that 'a' could be in"));
  }

  @Test
  public void settings_areCheckedWhenMade() {
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> set("items[*].n", "1")).getMessage(),
        equalTo(
            "set(items[*].n): a field must be a path of names alone, as in customer.address.zip"));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> set("a", "1").set("a", "2"))
            .getMessage(),
        equalTo("set(a): the field is set twice. Set it once."));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> set("a", " ")).getMessage(),
        startsWith("set(a): the expression is empty."));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> set("a", "1 +")).getMessage(),
        startsWith("set(a)"));
    assertThat(set("a", "'secret'").toString(), equalTo("LetterEdit[a]"));
  }
}
