package io.summerbeam.sdk.format;

import static io.summerbeam.sdk.format.Decoding.decode;
import static io.summerbeam.sdk.format.Decoding.refusal;
import static io.summerbeam.sdk.format.JsonValues.INNER;
import static io.summerbeam.sdk.format.JsonValues.decoderOf;
import static io.summerbeam.sdk.format.JsonValues.value;
import static io.summerbeam.sdk.format.JsonValues.wrong;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class JsonTypesTest {

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
    assertThat(
        decode(decoderOf(FieldType.INT64.withNullable(true)), "{}").getValue(0), nullValue());
    assertThat(
        refusal(decoderOf(FieldType.INT64), "{}"),
        equalTo("field 'x' must be a whole number (INT64), but is missing"));
    assertThat(
        refusal(decoderOf(FieldType.row(INNER)), "{}"),
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
  public void decimal_scaleThatIsTooLarge_isMalformed() throws Exception {
    String zeros = "0".repeat(9_999);
    assertThat(value(FieldType.DECIMAL, "1e10000"), equalTo(new BigDecimal("1e10000")));
    assertThat(value(FieldType.DECIMAL, "1e-10000"), equalTo(new BigDecimal("1e-10000")));
    assertThat(value(FieldType.DECIMAL, "0." + zeros + "1"), equalTo(new BigDecimal("1e-10000")));
    assertThat(
        value(FieldType.DECIMAL, "1" + zeros + zeros),
        equalTo(new BigDecimal("1e19998").setScale(0)));
    for (String number :
        new String[] {
          "1e10001", "-1e10001", "1e-10001", "0e10001", "1e2147483647", "0.0" + zeros + "1"
        }) {
      assertThat(
          wrong(FieldType.DECIMAL, number),
          equalTo("field 'x' must be a number (DECIMAL), but is outside of its range"));
    }
  }
}
