package io.summerbeam.sdk.format;

import static io.summerbeam.sdk.format.Decoding.decode;
import static io.summerbeam.sdk.format.Decoding.refusal;
import static io.summerbeam.sdk.format.JsonValues.FLIGHT;
import static io.summerbeam.sdk.format.JsonValues.FLIGHT_ROW;
import static io.summerbeam.sdk.format.JsonValues.LINE;
import static io.summerbeam.sdk.format.JsonValues.decoderOf;
import static io.summerbeam.sdk.format.JsonValues.value;
import static io.summerbeam.sdk.format.JsonValues.wrong;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.either;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class JsonFormatTest {

  private final RowDecoder flights = JsonFormat.of().decoder(FLIGHT);

  @Test
  public void record_asWritten() throws Exception {
    Row row = decode(flights, LINE);
    assertThat(row, equalTo(FLIGHT_ROW));
    assertThat(row.getSchema(), equalTo(FLIGHT));
  }

  @Test
  public void keys_inAnyOrderWithUnknownOnes() throws Exception {
    assertThat(
        decode(
            flights,
            " \t{ \"more\" : {\"a\":[1,{\"b\":null}],\"delay\":\"no\"}, \"destination\":\"LAS\","
                + " \"distance\":1750, \"long\":123456789012345678901234567890.5e99999,"
                + " \"origin\":\"DTW\", \"delay\":66, \"é\":true, \"date\":\"2001/01/01 00:47\" }"
                + " \r"),
        equalTo(FLIGHT_ROW));
  }

  @Test
  public void refusingUnknownFields_keyThatTheSchemaDoesNotName_isMalformed() throws Exception {
    Schema inner = Schema.builder().addNullableField("b", FieldType.INT64).build();
    Schema schema =
        Schema.builder()
            .addNullableField("a", FieldType.row(inner))
            .addNullableField("list", FieldType.array(FieldType.row(inner)))
            .addNullableField("map", FieldType.map(FieldType.STRING, FieldType.row(inner)))
            .build();
    RowDecoder strict = JsonFormat.of().refusingUnknownFields().decoder(schema);

    String known = "{\"a\":{\"b\":1},\"list\":[{\"b\":2}],\"map\":{\"any key\":{\"b\":3}}}";
    assertThat(decode(strict, known), equalTo(decode(JsonFormat.of().decoder(schema), known)));
    assertThat(
        decode(strict, "{}"), equalTo(Row.withSchema(schema).addValues(null, null, null).build()));
    assertThat(
        refusal(strict, "{\"s3cret\":{\"x\":[1]}}"),
        equalTo("the record must have no keys but those of the schema, but has another one"));
    assertThat(
        refusal(strict, "{\"a\":{\"b\":1,\"c\":null}}"),
        equalTo("field 'a' must have no keys but those of the schema, but has another one"));
    assertThat(refusal(strict, "{\"list\":[{\"c\":1}]}"), startsWith("field 'list[*]' must have"));
    assertThat(refusal(strict, "{\"map\":{\"k\":{\"B\":1}}}"), startsWith("field 'map{*}' must"));
    assertThat(
        SerializableUtils.clone(JsonFormat.of().refusingUnknownFields()),
        not(equalTo(JsonFormat.of())));
  }

  @Test
  public void decoder_usedAgainAfterFailures() throws Exception {
    for (String bad : List.of("{", "{\"delay\":", "[]", "{\"delay\":\"x\"}", "", "nonsense")) {
      refusal(flights, bad);
      assertThat(decode(flights, LINE), equalTo(FLIGHT_ROW));
    }
  }

  @Test
  public void duplicateKey_lastWins() throws Exception {
    assertThat(value(FieldType.INT64, "1,\"x\":2"), equalTo(2L));
    assertThat(value(FieldType.INT64, "\"one\",\"x\":2"), equalTo(2L));
    assertThat(value(FieldType.INT64, "{\"x\":[1]},\"x\":2"), equalTo(2L));
    assertThat(value(FieldType.INT64, "null,\"y\":0,\"x\":2"), equalTo(2L));
    assertThat(
        wrong(FieldType.INT64, "1,\"x\":\"two\""),
        equalTo("field 'x' must be a whole number (INT64), but is a string"));
    assertThat(
        wrong(FieldType.INT64, "1,\"x\":null"),
        equalTo("field 'x' must be a whole number (INT64), but is null"));
  }

  @Test
  public void topLevel_onlyAnObject() {
    assertThat(
        refusal(flights, "[" + LINE + "]"),
        equalTo("the record must be a JSON object, but is an array"));
    assertThat(
        refusal(flights, "\"text\""), equalTo("the record must be a JSON object, but is a string"));
    assertThat(
        refusal(flights, "12"), equalTo("the record must be a JSON object, but is a number"));
    assertThat(refusal(flights, "null"), equalTo("the record must be a JSON object, but is null"));
    assertThat(refusal(flights, ""), equalTo("the record is empty"));
    assertThat(refusal(flights, "  "), equalTo("the record is empty"));
  }

  @Test
  public void anythingAfterTheObject_malformed() {
    for (String more : List.of("x", "{}", "1", ",", "}", "]", "\0", "\"", " " + LINE, "\u00A0")) {
      assertThat(refusal(flights, LINE + more), equalTo("something stands after the JSON object"));
    }
  }

  @Test
  public void cutOffAnywhere_malformed() {
    byte[] bytes = LINE.getBytes(StandardCharsets.UTF_8);
    for (int length = 1; length < bytes.length; length++) {
      assertThat(
          refusal(flights, Arrays.copyOf(bytes, length)),
          either(equalTo("the JSON is cut off"))
              .or(equalTo("the record is not JSON near its byte " + length)));
    }
    assertThat(refusal(flights, "{\"date\":\"2001"), equalTo("the JSON is cut off"));
  }

  @Test
  public void notJson_malformedWithPlace() {
    assertThat(
        refusal(flights, "{\"a\":tru3}"), startsWith("the record is not JSON near its byte "));
    for (String bad :
        List.of(
            "{\"a\":NaN}",
            "{\"a\":Infinity}",
            "{\"a\":-Infinity}",
            "{\"a\":+1}",
            "{\"a\":.5}",
            "{\"a\":1.}",
            "{\"a\":01}",
            "{\"a\":-}",
            "{\"a\":1e}",
            "{\"a\":1x}",
            "{\"a\":0x1}",
            "{\"a\":1.5.2}",
            "{\"a\":truefalse}",
            "{\"a\":True}",
            "{\"a\":'x'}",
            "{a:1}",
            "{'a':1}",
            "{\"a\" 1}",
            "{\"a\":1,}",
            "{,\"a\":1}",
            "{\"a\":1 \"b\":2}",
            "{\"a\":[1,]}",
            "{\"a\":[1 2]}",
            "{\"a\":[1}",
            "{\"a\":\"\\x\"}",
            "{\"a\":\"\\u12G4\"}",
            "{\"a\":\"tab\tin text\"}",
            "{\"a\":1}// comment",
            "{/* comment */\"a\":1}",
            "{\"a\":1}#",
            "{\"a\":{\"b\":NaN}}",
            "{\"a\":[[Infinity]]}",
            "\u00A0{}",
            "\f{}",
            "{\"a\":1\u000b}")) {
      String message = refusal(decoderOf(FieldType.STRING.withNullable(true)), bad);
      assertThat(
          bad,
          message.startsWith("the record is not JSON near its byte ")
              || message.equals("something stands after the JSON object"),
          equalTo(true));
    }
  }

  @Test
  public void nesting_limited() throws Exception {
    RowDecoder decoder = decoderOf(FieldType.INT64);
    assertThat(
        decode(decoder, "{\"y\":" + "[".repeat(999) + "]".repeat(999) + ",\"x\":1}").getValue(0),
        equalTo((Object) 1L));
    assertThat(
        refusal(decoder, "{\"y\":" + "[".repeat(100_000)),
        equalTo("the JSON is nested more than 1000 deep"));
  }

  @Test
  public void unknownValues_ofAnyLength() throws Exception {
    String text = "t".repeat(30_000_000);
    assertThat(
        decode(
                decoderOf(FieldType.INT64),
                "{\""
                    + "k".repeat(100_000)
                    + "\":\""
                    + text
                    + "\",\"n\":1"
                    + "0".repeat(5000)
                    + ",\"x\":1}")
            .getValue(0),
        equalTo((Object) 1L));
  }

  @Test
  public void keysWithOneHash_noFailure() throws Exception {
    // Both pairs of letters have the same hash, and so have all texts made of them.
    StringBuilder record = new StringBuilder("{");
    for (int i = 0; i < 1 << 12; i++) {
      record.append('"');
      for (int bit = 0; bit < 12; bit++) {
        record.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      record.append("\":0,");
    }
    assertThat(
        decode(decoderOf(FieldType.INT64), record + "\"x\":1}").getValue(0), equalTo((Object) 1L));
  }

  @Test
  public void message_quotesNoData() {
    for (String bad :
        List.of(
            "{\"date\":secret}",
            "secret",
            "{\"secret\":1,\"date\":\"secret",
            "{\"date\":\"secret\",\"delay\":\"secret\"}",
            LINE + "secret")) {
      assertThat(refusal(flights, bad), not(containsString("secret")));
    }
  }

  @Test
  public void schema_withOtherTypesRefused() {
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> decoderOf(FieldType.logicalType(SqlTypes.UUID)))
            .getMessage(),
        startsWith("field 'x' is of type LOGICAL_TYPE, which the format has no form for."));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> decoderOf(FieldType.map(FieldType.INT64, FieldType.STRING)))
            .getMessage(),
        equalTo("field 'x' is a map whose keys are not strings: JSON has no form for it."));
  }

  @Test
  public void format_serializable() {
    assertThat(SerializableUtils.clone(JsonFormat.of()), equalTo(JsonFormat.of()));
    assertThat(JsonFormat.of().name(), equalTo("json"));
  }
}
