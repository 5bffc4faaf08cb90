package io.summerbeam.sdk.format;

import static io.summerbeam.sdk.format.Decoding.decode;
import static io.summerbeam.sdk.format.Decoding.refusal;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.either;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.source.Provenance;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class JsonFormatTest {

  private static final Schema FLIGHT =
      Schema.builder()
          .addStringField("date")
          .addInt64Field("delay")
          .addInt64Field("distance")
          .addStringField("origin")
          .addStringField("destination")
          .build();
  private static final String LINE =
      "{\"date\":\"2001/01/01 00:47\",\"delay\":66,\"distance\":1750,\"origin\":\"DTW\","
          + "\"destination\":\"LAS\"}";
  private static final Row FLIGHT_ROW =
      Row.withSchema(FLIGHT).addValues("2001/01/01 00:47", 66L, 1750L, "DTW", "LAS").build();

  private static final Schema INNER =
      Schema.builder().addStringField("zip").addNullableField("floor", FieldType.INT32).build();

  private final RowDecoder flights = JsonFormat.of().decoder(FLIGHT);

  private static RowDecoder of(FieldType type) {
    return JsonFormat.of().decoder(Schema.of(Schema.Field.of("x", type)));
  }

  private static Object value(FieldType type, String json) throws MalformedException {
    return decode(of(type), "{\"x\":" + json + "}").getValue(0);
  }

  private static String wrong(FieldType type, String json) {
    return refusal(of(type), "{\"x\":" + json + "}");
  }

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
      String message = refusal(of(FieldType.STRING.withNullable(true)), bad);
      assertThat(
          bad,
          message.startsWith("the record is not JSON near its byte ")
              || message.equals("something stands after the JSON object"),
          equalTo(true));
    }
  }

  @Test
  public void notUtf8_malformedWithPlace() {
    int[][] invalid = {
      {0x80}, // a continuation alone
      {0xC3, '"'}, // cut short
      {0xC0, 0xAF}, // overlong
      {0xC1, 0xBF},
      {0xE0, 0x80, 0xAF},
      {0xE0, 0x9F, 0xBF},
      {0xED, 0xA0, 0x80}, // a surrogate
      {0xED, 0xBF, 0xBF},
      {0xF0, 0x80, 0x80, 0xAF},
      {0xF4, 0x90, 0x80, 0x80}, // above U+10FFFF
      {0xF5, 0x80, 0x80, 0x80},
      {0xE2, 0x82, '"'},
      {0xF0, 0x9F, 0x98, '"'},
      {0xFE},
      {0xFF},
      {0xE9}, // é in Latin-1
    };
    for (int[] each : invalid) {
      byte[] start = "{\"unknown\":\"".getBytes(StandardCharsets.UTF_8);
      byte[] record = Arrays.copyOf(start, start.length + each.length + 2);
      for (int i = 0; i < each.length; i++) {
        record[start.length + i] = (byte) each[i];
      }
      record[record.length - 2] = '"';
      record[record.length - 1] = '}';
      assertThat(
          refusal(of(FieldType.STRING.withNullable(true)), record),
          equalTo("the record is not UTF-8 at its byte " + start.length));
    }
  }

  @Test
  public void utf8_readAsItIs() throws Exception {
    for (String text :
        List.of("é", "€", "😀", "\u007F\u0080\u07FF\u0800\uFFFF", "\uFEFF", "Ω😀ß")) {
      assertThat(value(FieldType.STRING, "\"" + text + "\""), equalTo(text));
    }
    assertThat(value(FieldType.STRING, "\"\\ud83d\\ude00\\n\\u0000\""), equalTo("😀\n\0"));
  }

  @Test
  public void otherEncodings_malformed() {
    assertThat(
        refusal(flights, "\uFEFF" + LINE), equalTo("the record starts with a byte order mark"));
    refusal(flights, LINE.getBytes(StandardCharsets.UTF_16LE));
    refusal(flights, LINE.getBytes(StandardCharsets.UTF_16BE));
    assertThat(
        refusal(flights, LINE.getBytes(StandardCharsets.UTF_16)),
        equalTo("the record is not UTF-8 at its byte 0"));
  }

  @Test
  public void halfASurrogatePair_noString() {
    assertThat(
        wrong(FieldType.STRING, "\"a\\ud83d\""),
        equalTo("field 'x' must be a string, but is a text with one half of a surrogate pair"));
    wrong(FieldType.STRING, "\"\\ude00\\ud83d\"");
    wrong(FieldType.map(FieldType.STRING, FieldType.INT64), "{\"\\ud83d\":1}");
  }

  @Test
  public void wholeNumber_onlyAsSuch() throws Exception {
    assertThat(value(FieldType.INT64, "-0"), equalTo(0L));
    assertThat(value(FieldType.INT64, "9223372036854775807"), equalTo(Long.MAX_VALUE));
    assertThat(value(FieldType.INT64, "-9223372036854775808"), equalTo(Long.MIN_VALUE));
    assertThat(value(FieldType.INT32, "-2147483648"), equalTo(Integer.MIN_VALUE));
    assertThat(value(FieldType.INT16, "32767"), equalTo((short) 32767));
    assertThat(value(FieldType.BYTE, "-128"), equalTo((byte) -128));

    String rule = "field 'x' must be a whole number (INT64), but is ";
    assertThat(
        wrong(FieldType.INT64, "66.0"), equalTo(rule + "a number with a fraction or an exponent"));
    assertThat(
        wrong(FieldType.INT64, "6e1"), equalTo(rule + "a number with a fraction or an exponent"));
    assertThat(wrong(FieldType.INT64, "\"66\""), equalTo(rule + "a string"));
    assertThat(wrong(FieldType.INT64, "true"), equalTo(rule + "a boolean"));
    assertThat(wrong(FieldType.INT64, "null"), equalTo(rule + "null"));
    assertThat(wrong(FieldType.INT64, "[1]"), equalTo(rule + "an array"));
    assertThat(wrong(FieldType.INT64, "{\"x\":1}"), equalTo(rule + "an object"));
    assertThat(
        wrong(FieldType.INT64, "9223372036854775808"), equalTo(rule + "outside of its range"));
    assertThat(
        wrong(FieldType.INT64, "-9223372036854775809"), equalTo(rule + "outside of its range"));
    assertThat(
        wrong(FieldType.INT64, "1" + "0".repeat(1_000_000)),
        equalTo(rule + "outside of its range"));
    assertThat(
        wrong(FieldType.INT32, "2147483648"),
        equalTo("field 'x' must be a whole number (INT32), but is outside of its range"));
    assertThat(
        wrong(FieldType.INT16, "-32769"),
        equalTo("field 'x' must be a whole number (INT16), but is outside of its range"));
    assertThat(
        wrong(FieldType.BYTE, "128"),
        equalTo("field 'x' must be a whole number (BYTE), but is outside of its range"));
  }

  @Test
  public void number_exactAndFinite() throws Exception {
    assertThat(value(FieldType.DOUBLE, "0.1"), equalTo(0.1));
    assertThat(value(FieldType.DOUBLE, "3"), equalTo(3.0));
    assertThat(value(FieldType.DOUBLE, "-0"), equalTo(-0.0));
    assertThat(value(FieldType.DOUBLE, "1e-400"), equalTo(0.0));
    assertThat(value(FieldType.DOUBLE, "9007199254740993"), equalTo(9007199254740992.0));
    assertThat(value(FieldType.FLOAT, "0.1"), equalTo(0.1f));
    // As a double first it would be 1 + 2^-23 after rounding twice.
    assertThat(value(FieldType.FLOAT, "1.00000005960464477540"), equalTo(1.0000001f));
    assertThat(value(FieldType.DECIMAL, "1.50"), equalTo(new BigDecimal("1.50")));
    assertThat(
        value(FieldType.DECIMAL, "123456789012345678901234567890"),
        equalTo(new BigDecimal("123456789012345678901234567890")));
    assertThat(value(FieldType.DECIMAL, "1e3"), equalTo(new BigDecimal("1e3")));
    assertThat(
        wrong(FieldType.DOUBLE, "1e999"),
        equalTo("field 'x' must be a number (DOUBLE), but is outside of its range"));
    assertThat(
        wrong(FieldType.DOUBLE, "1" + "0".repeat(400)),
        equalTo("field 'x' must be a number (DOUBLE), but is outside of its range"));
    assertThat(
        wrong(FieldType.FLOAT, "1e39"),
        equalTo("field 'x' must be a number (FLOAT), but is outside of its range"));
    assertThat(
        wrong(FieldType.DECIMAL, "1e99999999999"),
        equalTo("field 'x' must be a number (DECIMAL), but is outside of its range"));
    assertThat(
        wrong(FieldType.DOUBLE, "\"1\""),
        equalTo("field 'x' must be a number (DOUBLE), but is a string"));
    assertThat(
        wrong(FieldType.DECIMAL, "false"),
        equalTo("field 'x' must be a number (DECIMAL), but is a boolean"));
  }

  @Test
  public void decimal_ofAMillionDigits() throws Exception {
    String digits = "7".repeat(1_000_000);
    assertThat(
        ((BigDecimal) value(FieldType.DECIMAL, digits + ".5")).precision(), equalTo(1_000_001));
  }

  @Test
  public void stringsAndBooleans_onlyAsSuch() throws Exception {
    assertThat(value(FieldType.STRING, "\"\""), equalTo(""));
    assertThat(value(FieldType.BOOLEAN, "true"), equalTo(true));
    assertThat(value(FieldType.BOOLEAN, "false"), equalTo(false));
    assertThat(
        wrong(FieldType.STRING, "1"), equalTo("field 'x' must be a string, but is a number"));
    assertThat(wrong(FieldType.STRING, "null"), equalTo("field 'x' must be a string, but is null"));
    assertThat(
        wrong(FieldType.BOOLEAN, "\"true\""),
        equalTo("field 'x' must be true or false, but is a string"));
    assertThat(
        wrong(FieldType.BOOLEAN, "1"), equalTo("field 'x' must be true or false, but is a number"));
  }

  @Test
  public void bytes_base64() throws Exception {
    assertThat(value(FieldType.BYTES, "\"AP8=\""), equalTo(new byte[] {0, (byte) 0xFF}));
    assertThat(
        wrong(FieldType.BYTES, "\"A P8\""),
        equalTo("field 'x' must be base64 text (BYTES), but is another text"));
    assertThat(
        wrong(FieldType.BYTES, "7"),
        equalTo("field 'x' must be base64 text (BYTES), but is a number"));
  }

  @Test
  public void datetime_iso8601ToTheMillisecond() throws Exception {
    assertThat(
        value(FieldType.DATETIME, "\"2001-01-01T00:00:00Z\""),
        equalTo(Instant.parse("2001-01-01T00:00:00Z")));
    assertThat(
        value(FieldType.DATETIME, "\"2001-01-01T01:30:00.250+01:30\""),
        equalTo(Instant.parse("2001-01-01T00:00:00.250Z")));
    String rule =
        "field 'x' must be an ISO 8601 time with its offset, to the millisecond (DATETIME), but is ";
    for (String bad :
        List.of(
            "2001-01-01T00:00:00",
            "2001-02-30T00:00:00Z",
            "2001-01-01T24:00:00Z",
            "2001-01-01T23:59:60Z",
            "2001-01-01T00:00:00.0001Z",
            "2001-01-01",
            "+999999999-01-01T00:00:00Z",
            "")) {
      assertThat(wrong(FieldType.DATETIME, "\"" + bad + "\""), equalTo(rule + "another text"));
    }
    assertThat(wrong(FieldType.DATETIME, "978307200000"), equalTo(rule + "a number"));
  }

  @Test
  public void nullable_nullOrAbsent() throws Exception {
    assertThat(value(FieldType.INT64.withNullable(true), "null"), nullValue());
    assertThat(decode(of(FieldType.INT64.withNullable(true)), "{}").getValue(0), nullValue());
    assertThat(
        refusal(of(FieldType.INT64), "{}"),
        equalTo("field 'x' must be a whole number (INT64), but is missing"));
    assertThat(
        refusal(of(FieldType.row(INNER)), "{}"),
        equalTo("field 'x' must be an object (ROW), but is missing"));
  }

  @Test
  public void nestedTypes_readAndChecked() throws Exception {
    assertThat(
        value(FieldType.row(INNER), "{\"zip\":\"10115\",\"floor\":3}"),
        equalTo(Row.withSchema(INNER).addValues("10115", 3).build()));
    assertThat(
        value(FieldType.array(FieldType.INT64.withNullable(true)), "[1,null,3]"),
        equalTo(Arrays.asList(1L, null, 3L)));
    assertThat(value(FieldType.iterable(FieldType.STRING), "[]"), equalTo(List.of()));
    assertThat(
        value(FieldType.map(FieldType.STRING, FieldType.INT64), "{\"a\":\"\",\"b\":2,\"a\":1}"),
        equalTo(Map.of("a", 1L, "b", 2L)));

    assertThat(
        wrong(FieldType.row(INNER), "{\"zip\":7,\"zip\":[]}"),
        equalTo("field 'x.zip' must be a string, but is an array"));
    assertThat(
        wrong(FieldType.array(FieldType.row(INNER)), "[{\"zip\":\"1\"},{\"floor\":1},7]"),
        equalTo("field 'x[*].zip' must be a string, but is missing"));
    assertThat(
        wrong(FieldType.map(FieldType.STRING, FieldType.INT64), "{\"secret\":null}"),
        equalTo("field 'x{*}' must be a whole number (INT64), but is null"));
    assertThat(
        wrong(FieldType.array(FieldType.INT64), "{}"),
        equalTo("field 'x' must be an array (ARRAY), but is an object"));
    assertThat(
        wrong(FieldType.row(INNER), "[]"),
        equalTo("field 'x' must be an object (ROW), but is an array"));
    assertThat(
        wrong(FieldType.map(FieldType.STRING, FieldType.INT64), "\"{}\""),
        equalTo("field 'x' must be an object (MAP), but is a string"));
  }

  @Test
  public void nesting_limited() throws Exception {
    RowDecoder decoder = of(FieldType.INT64);
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
                of(FieldType.INT64),
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
    assertThat(decode(of(FieldType.INT64), record + "\"x\":1}").getValue(0), equalTo((Object) 1L));
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
        assertThrows(IllegalArgumentException.class, () -> of(FieldType.logicalType(SqlTypes.DATE)))
            .getMessage(),
        startsWith("field 'x' is of type LOGICAL_TYPE, which the format has no form for."));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> of(FieldType.map(FieldType.INT64, FieldType.STRING)))
            .getMessage(),
        equalTo("field 'x' is a map whose keys are not strings: JSON has no form for it."));
  }

  @Test
  public void encoder_writesOneObject() throws Exception {
    RowEncoder encoder = JsonFormat.of().encoder(FLIGHT);
    assertThat(new String(encoder.encode(FLIGHT_ROW), StandardCharsets.UTF_8), equalTo(LINE));
    assertThat(new String(encoder.encode(FLIGHT_ROW), StandardCharsets.UTF_8), equalTo(LINE));
  }

  @Test
  public void encoder_leavesOutProvenance() throws Exception {
    Schema schema = Provenance.addTo(INNER);
    Row row =
        Row.withSchema(schema).addValues("1", null, Provenance.ofFile("f", 0, 1L).toRow()).build();
    assertThat(
        new String(JsonFormat.of().encoder(schema).encode(row), StandardCharsets.UTF_8),
        equalTo("{\"zip\":\"1\",\"floor\":null}"));
  }

  @Test
  public void encoder_refusesWhatJsonLacksAndGoesOn() throws Exception {
    Schema schema = Schema.builder().addStringField("a").addDoubleField("b").build();
    RowEncoder encoder = JsonFormat.of().encoder(schema);
    Row nan = Row.withSchema(schema).addValues("secret", Double.NaN).build();
    Row infinite = Row.withSchema(schema).addValues("secret", Double.POSITIVE_INFINITY).build();
    Row wrong = Row.withSchema(schema).attachValues(List.of("secret", "secret"));
    Row good = Row.withSchema(schema).addValues("a", 1.5).build();
    for (Row bad : List.of(nan, infinite, wrong)) {
      UnwritableException e = assertThrows(UnwritableException.class, () -> encoder.encode(bad));
      assertThat(
          e.getMessage(),
          equalTo(
              bad.equals(wrong)
                  ? "a value of the row has no form in JSON"
                  : "field 'b' is NaN or infinite, which JSON has no number for"));
      assertThat(
          new String(encoder.encode(good), StandardCharsets.UTF_8),
          equalTo("{\"a\":\"a\",\"b\":1.5}"));
    }
  }

  @Test
  public void everyType_survivesWritingAndReading() throws Exception {
    Schema schema =
        Schema.builder()
            .addByteField("byte")
            .addInt16Field("int16")
            .addInt32Field("int32")
            .addInt64Field("int64")
            .addFloatField("float")
            .addDoubleField("double")
            .addDecimalField("decimal")
            .addStringField("string")
            .addBooleanField("boolean")
            .addByteArrayField("bytes")
            .addDateTimeField("datetime")
            .addRowField("row", INNER)
            .addArrayField("array", FieldType.STRING)
            .addIterableField("iterable", FieldType.INT64)
            .addMapField("map", FieldType.STRING, FieldType.row(INNER))
            .addNullableField("nothing", FieldType.STRING)
            .build();
    Row inner = Row.withSchema(INNER).addValues("1", null).build();
    Row row =
        Row.withSchema(schema)
            .addValues(
                (byte) 1,
                (short) -2,
                3,
                Long.MIN_VALUE,
                0.1f,
                4.9E-324,
                new BigDecimal("1.50"),
                "\"\\\n\u2028é😀",
                true,
                new byte[] {1, 2},
                Instant.ofEpochMilli(-1),
                inner,
                List.of("a"),
                List.of(1L),
                Map.of("k", inner),
                null)
            .build();
    byte[] written = JsonFormat.of().encoder(schema).encode(row);
    assertThat(JsonFormat.of().decoder(schema).decode(written), equalTo(row));
  }

  @Test
  public void format_serializable() {
    assertThat(SerializableUtils.clone(JsonFormat.of()), equalTo(JsonFormat.of()));
    assertThat(JsonFormat.of().name(), equalTo("json"));
  }
}
