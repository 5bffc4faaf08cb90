package io.summerbeam.sdk.format;

import static io.summerbeam.sdk.format.Decoding.decode;
import static io.summerbeam.sdk.format.Decoding.refusal;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class DebeziumTypesTest {

  private static final FieldType DATE = FieldType.logicalType(SqlTypes.DATE);
  private static final FieldType TIME = FieldType.logicalType(SqlTypes.TIME);
  private static final FieldType LOCAL = FieldType.logicalType(SqlTypes.DATETIME);
  private static final FieldType MICROS = FieldType.logicalType(new MicrosInstant());

  private static DebeziumFormat format(FieldType type) {
    return DebeziumFormat.ofTable(Schema.of(Field.of("x", type)));
  }

  private static String change(String value) {
    return "{\"op\":\"c\",\"after\":{\"x\":" + value + "}}";
  }

  /** A change with a schema part that says how the value is sent. */
  private static String sent(String connect, String value) {
    return "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"type\":\"struct\",\"fields\":[{"
        + connect
        + ",\"optional\":false,\"field\":\"x\"}],\"field\":\"after\"}]},\"payload\":"
        + change(value)
        + "}";
  }

  private static Object value(DebeziumFormat format, String record) throws MalformedException {
    return decode(format.decoder(format.schema()), record).getValue(0);
  }

  private static Object value(FieldType type, String json) throws MalformedException {
    return value(format(type), change(json));
  }

  private static String wrong(DebeziumFormat format, String record) {
    return refusal(format.decoder(format.schema()), record);
  }

  private static String base64(String digits) {
    return "\"" + Base64.getEncoder().encodeToString(new BigInteger(digits).toByteArray()) + "\"";
  }

  private static final String DECIMAL_2 =
      "\"type\":\"bytes\",\"name\":\"org.apache.kafka.connect.data.Decimal\",\"version\":1,"
          + "\"parameters\":{\"scale\":\"2\",\"connect.decimal.precision\":\"10\"}";

  @Test
  public void decimal_preciseWithTheScaleSentOrSaid() throws Exception {
    DebeziumFormat decimals = format(FieldType.DECIMAL);
    for (String digits : List.of("0", "12345", "-1", "99999999999999999999999999")) {
      BigDecimal expected = new BigDecimal(new BigInteger(digits), 2);
      assertThat(value(decimals, sent(DECIMAL_2, base64(digits))), equalTo(expected));
      assertThat(value(decimals.withScale("x", 2), change(base64(digits))), equalTo(expected));
      assertThat(
          value(decimals, change("{\"scale\":2,\"value\":" + base64(digits) + "}")),
          equalTo(expected));
    }
  }

  @Test
  public void decimal_asTextOrNumber() throws Exception {
    DebeziumFormat decimals = format(FieldType.DECIMAL);
    assertThat(value(decimals, change("12.50")), equalTo(new BigDecimal("12.50")));
    assertThat(
        value(decimals, sent("\"type\":\"double\"", "12.5")), equalTo(new BigDecimal("12.5")));
    assertThat(
        value(decimals, sent("\"type\":\"string\"", "\"1234\"")), equalTo(new BigDecimal("1234")));
    assertThat(
        value(decimals.withTextDecimals(), change("\"-1.20E+3\"")),
        equalTo(new BigDecimal("-1.20E+3")));
  }

  @Test
  public void decimal_thatIsNotClearMalformed() {
    DebeziumFormat decimals = format(FieldType.DECIMAL);
    assertThat(
        wrong(decimals, change("\"1234\"")),
        startsWith("field 'after.x' must be a number (DECIMAL), but is a text, and neither its"));
    for (String bad : List.of("\"NaN\"", "\"\"", "\"1,5\"", "\"0x1\"")) {
      assertThat(
          wrong(decimals.withTextDecimals(), change(bad)),
          equalTo("field 'after.x' must be a number (DECIMAL), but is another text"));
    }
    for (String bad : List.of("\"\"", "\"*\"")) {
      assertThat(
          wrong(decimals.withScale("x", 2), change(bad)),
          equalTo("field 'after.x' must be a number (DECIMAL), but is another text"));
    }
    assertThat(
        wrong(decimals, change("{\"scale\":-9223372036854775808,\"value\":\"AQ==\"}")),
        equalTo("field 'after.x' must be a number (DECIMAL), but is outside of its range"));
    assertThat(
        wrong(decimals, change("{\"scale\":10001,\"value\":\"AQ==\"}")),
        equalTo("field 'after.x' must be a number (DECIMAL), but is outside of its range"));
    assertThat(
        wrong(decimals, change("{\"scale\":{},\"value\":\"AQ==\"}")),
        startsWith("field 'after.x' must be a number (DECIMAL), but is an object without"));
    assertThat(
        wrong(decimals, change("true")),
        equalTo("field 'after.x' must be a number (DECIMAL), but is a boolean"));
  }

  @Test
  public void times_inTheUnitOfTheType() throws Exception {
    assertThat(value(DATE, "17532"), equalTo(LocalDate.of(2018, 1, 1)));
    assertThat(value(DATE, "-1"), equalTo(LocalDate.of(1969, 12, 31)));
    assertThat(value(TIME, "3661000001"), equalTo(LocalTime.of(1, 1, 1, 1_000)));
    assertThat(
        value(LOCAL, "1529507596945104"),
        equalTo(LocalDateTime.parse("2018-06-20T15:13:16.945104")));
    assertThat(
        value(FieldType.DATETIME, "1529507596945"),
        equalTo(org.joda.time.Instant.parse("2018-06-20T15:13:16.945Z")));
    assertThat(
        value(MICROS, "1529507596945104"), equalTo(Instant.parse("2018-06-20T15:13:16.945104Z")));
    assertThat(value(MICROS, "-1"), equalTo(Instant.parse("1969-12-31T23:59:59.999999Z")));
    // What PostgreSQL's connector has for infinity.
    assertThat(
        value(MICROS, "9223372036825200000"),
        equalTo(Instant.EPOCH.plus(9223372036825200000L, ChronoUnit.MICROS)));
  }

  @Test
  public void times_inTheUnitSaidOrSent() throws Exception {
    LocalDateTime time = LocalDateTime.parse("2018-06-20T13:37:03");
    assertThat(
        value(format(LOCAL).withUnit("x", ChronoUnit.MILLIS), change("1529501823000")),
        equalTo(time));
    Map<String, String> units =
        Map.of(
            "io.debezium.time.Timestamp", "1529501823000",
            "org.apache.kafka.connect.data.Timestamp", "1529501823000",
            "io.debezium.time.MicroTimestamp", "1529501823000000",
            "io.debezium.time.NanoTimestamp", "1529501823000000000");
    for (Map.Entry<String, String> unit : units.entrySet()) {
      String connect = "\"type\":\"int64\",\"name\":\"" + unit.getKey() + "\",\"version\":1";
      assertThat(value(format(LOCAL), sent(connect, unit.getValue())), equalTo(time));
      // What is sent is so; what was said is for messages without it.
      assertThat(
          value(format(LOCAL).withUnit("x", ChronoUnit.MICROS), sent(connect, unit.getValue())),
          equalTo(time));
    }
    assertThat(
        value(
            format(TIME), sent("\"type\":\"int32\",\"name\":\"io.debezium.time.Time\"", "3600001")),
        equalTo(LocalTime.of(1, 0, 0, 1_000_000)));
    assertThat(
        value(
            format(DATE),
            sent("\"type\":\"int32\",\"name\":\"org.apache.kafka.connect.data.Date\"", "1")),
        equalTo(LocalDate.of(1970, 1, 2)));
  }

  @Test
  public void times_asText() throws Exception {
    assertThat(
        value(FieldType.DATETIME, "\"2018-06-20T13:37:03Z\""),
        equalTo(org.joda.time.Instant.parse("2018-06-20T13:37:03Z")));
    assertThat(
        value(MICROS, "\"2020-09-27T13:37:24.058468Z\""),
        equalTo(Instant.parse("2020-09-27T13:37:24.058468Z")));
    assertThat(value(DATE, "\"2017-09-15Z\""), equalTo(LocalDate.of(2017, 9, 15)));
    assertThat(value(TIME, "\"04:05:11.789Z\""), equalTo(LocalTime.parse("04:05:11.789")));
    assertThat(
        value(LOCAL, "\"2019-07-09T02:28:57.123456Z\""),
        equalTo(LocalDateTime.parse("2019-07-09T02:28:57.123456")));
  }

  @Test
  public void times_thatAreNoneMalformed() {
    assertThat(
        wrong(format(FieldType.DATETIME).withUnit("x", ChronoUnit.MICROS), change("1001")),
        equalTo(
            "field 'after.x' must be a time in whole milliseconds (DATETIME), but is finer than"
                + " that"));
    assertThat(
        wrong(format(MICROS).withUnit("x", ChronoUnit.NANOS), change("1001")),
        equalTo(
            "field 'after.x' must be a time in whole microseconds (MicrosInstant), but is finer"
                + " than that"));
    for (String bad : List.of("86400000000", "-1")) {
      assertThat(
          wrong(format(TIME), change(bad)),
          equalTo("field 'after.x' must be a time of day, but is outside of its range"));
    }
    for (String bad : List.of("9223372036854775807", "1.5", "1e400", "92233720368547758070")) {
      assertThat(
          wrong(format(DATE), change(bad)),
          equalTo("field 'after.x' must be a day, but is outside of its range"));
    }
    assertThat(
        wrong(format(DATE), change("\"tomorrow\"")),
        equalTo("field 'after.x' must be a day, but is another text"));
    assertThat(
        wrong(
            format(DATE), sent("\"type\":\"int64\",\"name\":\"io.debezium.time.Timestamp\"", "1")),
        equalTo("field 'after.x' must be a day, but is a number of parts of a second"));
    assertThat(
        wrong(format(MICROS), sent("\"type\":\"int32\",\"name\":\"io.debezium.time.Date\"", "1")),
        equalTo(
            "field 'after.x' must be a time in whole microseconds (MicrosInstant), but is a number"
                + " of days"));
    assertThat(
        wrong(format(DATE), change("null")),
        equalTo("field 'after.x' must have a value, but has none or null"));
    assertThat(
        assertThrows(
                IllegalArgumentException.class, () -> format(LOCAL).withUnit("x", ChronoUnit.DAYS))
            .getMessage(),
        equalTo("withUnit() must be MILLIS, MICROS or NANOS, but was: DAYS"));
  }

  @Test
  public void otherTypes_asConnectHasThem() throws Exception {
    assertThat(value(FieldType.BOOLEAN, "true"), equalTo(true));
    assertThat(value(FieldType.BOOLEAN, "1"), equalTo(true));
    assertThat(value(FieldType.BOOLEAN, "0"), equalTo(false));
    assertThat(
        wrong(format(FieldType.BOOLEAN), change("2")),
        equalTo("field 'after.x' must be true or false, but is a number"));
    assertThat(value(FieldType.DOUBLE, "\"NaN\""), equalTo(Double.NaN));
    assertThat(value(FieldType.FLOAT, "\"-Infinity\""), equalTo(Float.NEGATIVE_INFINITY));
    assertThat(
        wrong(format(FieldType.DOUBLE), change("\"1.5\"")),
        equalTo("field 'after.x' must be a number (DOUBLE), but is a string"));
    assertThat(value(FieldType.BYTES, "\"AQI=\""), equalTo(new byte[] {1, 2}));
    assertThat(value(FieldType.INT16, "-5"), equalTo((short) -5));
    assertThat(value(FieldType.array(FieldType.INT32), "[1,2]"), equalTo(List.of(1, 2)));
    assertThat(
        value(FieldType.map(FieldType.STRING, FieldType.STRING), "{\"k\":\"v\"}"),
        equalTo(Map.of("k", "v")));
    DebeziumFormat decimals = format(FieldType.array(FieldType.DECIMAL));
    assertThat(
        value(
            decimals,
            sent("\"type\":\"array\",\"items\":{" + DECIMAL_2 + "}", "[" + base64("150") + "]")),
        equalTo(List.of(new BigDecimal("1.50"))));
  }

  @Test
  public void placeholderOfUnsentValue_malformed() {
    String rule = "field 'after.x' must be %s, but is a value that the database did not send,";
    assertThat(
        wrong(format(FieldType.STRING), change("\"__debezium_unavailable_value\"")),
        startsWith(rule.formatted("a string")));
    String bytes =
        Base64.getEncoder()
            .encodeToString("__debezium_unavailable_value".getBytes(StandardCharsets.UTF_8));
    assertThat(
        wrong(format(FieldType.BYTES), change("\"" + bytes + "\"")),
        startsWith(rule.formatted("base64 text (BYTES)")));
  }

  @Test
  public void schemaPart_changesWithTheTable() throws Exception {
    DebeziumFormat decimals = format(FieldType.DECIMAL);
    RowDecoder decoder = decimals.decoder(decimals.schema());
    String three = DECIMAL_2.replace("\"scale\":\"2\"", "\"scale\":\"3\"");
    for (int i = 0; i < 2; i++) {
      assertThat(
          decode(decoder, sent(DECIMAL_2, base64("1500"))).getDecimal(0),
          equalTo(new BigDecimal("15.00")));
      assertThat(
          decode(decoder, sent(three, base64("1500"))).getDecimal(0),
          equalTo(new BigDecimal("1.500")));
      assertThat(
          refusal(decoder, change(base64("1500"))),
          startsWith("field 'after.x' must be a number (DECIMAL), but is a text"));
    }
    String late = "{\"payload\":" + change(base64("1500")) + ",\"schema\":{\"type\":\"struct\"}}";
    assertThat(
        refusal(decoder, late),
        equalTo("the 'schema' of the record must stand before its 'payload'"));
  }
}
