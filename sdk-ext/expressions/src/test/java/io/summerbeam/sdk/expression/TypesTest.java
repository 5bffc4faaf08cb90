package io.summerbeam.sdk.expression;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.summerbeam.sdk.source.Provenance;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.EnumerationType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedBytes;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.FixedString;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.NanosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.Timestamp;
import org.apache.beam.sdk.schemas.logicaltypes.VariableString;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** What fields of each type are in an expression. */
@RunWith(JUnit4.class)
public class TypesTest {

  private static boolean test(FieldType type, Object value, String text) {
    Schema schema = Schema.builder().addField("x", type.withNullable(true)).build();
    Row row = Row.withSchema(schema).addValue(value).build();
    return Expression.of(text).bindCondition(schema, "test").test(row);
  }

  private static void assertTrue(FieldType type, Object value, String text) {
    assertThat(text, test(type, value, text), is(true));
    assertThat("!" + text, test(type, value, "!(" + text + ")"), is(false));
    assertThat("macro " + text, test(type, value, "[1].all(i, " + text + ")"), is(true));
  }

  private static void assertFalse(FieldType type, Object value, String text) {
    assertTrue(type, value, "!(" + text + ")");
  }

  @Test
  public void wholeNumbers_areInts() {
    assertTrue(FieldType.BYTE, (byte) -1, "x == -1");
    assertTrue(FieldType.INT16, (short) 7, "x + 1 == 8");
    assertTrue(FieldType.INT32, Integer.MAX_VALUE, "x + 1 == 2147483648");
    assertTrue(FieldType.INT64, Long.MIN_VALUE, "x == -9223372036854775808");
    assertTrue(FieldType.INT32, 5, "x in [4, 5]");
    assertTrue(FieldType.INT32, 5, "type(x) == int");
  }

  @Test
  public void floatingNumbers_areDoubles() {
    assertTrue(FieldType.FLOAT, 0.5f, "x == 0.5");
    assertTrue(FieldType.DOUBLE, 0.1, "x == 0.1");
    assertTrue(FieldType.DOUBLE, 0.25, "x + 0.5 == 0.75");
  }

  @Test
  public void wholeNumberAndDouble_areComparedExactly() {
    assertTrue(FieldType.INT64, 1L, "x > 0.5");
    assertTrue(FieldType.INT64, 1L, "x == 1.0");
    assertTrue(FieldType.DOUBLE, -0.0, "x == 0");
    assertTrue(FieldType.DOUBLE, 2.5, "x > 2 && x < 3");
    assertTrue(FieldType.INT64, 9007199254740993L, "x > 9007199254740992.0");
    assertTrue(FieldType.INT64, Long.MAX_VALUE, "x < 9223372036854775808.0");
    assertTrue(FieldType.DOUBLE, Double.POSITIVE_INFINITY, "x > 9223372036854775807");
    assertTrue(FieldType.DOUBLE, 3.0, "x in [1, 3]");
    assertTrue(FieldType.INT64, 3L, "x == 3u && x < 18446744073709551615u");
  }

  @Test
  public void nan_isEqualToNothing() {
    for (String other : new String[] {"1.0", "1", "x"}) {
      assertFalse(FieldType.DOUBLE, Double.NaN, "x == " + other);
      assertTrue(FieldType.DOUBLE, Double.NaN, "x != " + other);
      assertFalse(FieldType.DOUBLE, Double.NaN, "x < " + other);
      assertFalse(FieldType.DOUBLE, Double.NaN, "x >= " + other);
    }
  }

  @Test
  public void decimals_areComparedAndComputedExactly() {
    BigDecimal price = new BigDecimal("1.50");
    assertTrue(FieldType.DECIMAL, price, "x == decimal('1.5')");
    assertTrue(FieldType.DECIMAL, price, "x > 1 && 2 > x && x != 1");
    assertTrue(FieldType.DECIMAL, price, "x < decimal('1.5000000000000000000000000001')");
    assertTrue(FieldType.DECIMAL, price, "x in [decimal('1.5')]");
    assertTrue(FieldType.DECIMAL, price, "x + decimal('0.1') == decimal('1.6')");
    assertTrue(FieldType.DECIMAL, price, "x - 1 == decimal('0.5') && 2 - x == decimal('0.5')");
    assertTrue(FieldType.DECIMAL, price, "x * x == decimal('2.25') && 2 * x == 3 && x * 2 == 3");
    assertTrue(FieldType.DECIMAL, price, "1 + x == decimal('2.5') && -x < 0");
    assertTrue(FieldType.DECIMAL, price, "double(x) == 1.5 && string(x) == '1.50'");
    assertTrue(FieldType.DECIMAL, price, "decimal(1) < x");
    assertTrue(
        FieldType.logicalType(FixedPrecisionNumeric.of(10, 2)), price, "x == decimal('1.5')");
  }

  @Test
  public void strings_areStrings() {
    assertTrue(FieldType.STRING, "SFO", "x == 'SFO' && x < 'SFP' && x.startsWith('S')");
    assertTrue(FieldType.STRING, "SFO", "x in ['LAX', 'SFO'] && !(x in ['LAX'])");
    assertTrue(FieldType.STRING, "SFO", "x.matches('^S.O$') && matches(x, 'F') && size(x) == 3");
    assertTrue(FieldType.logicalType(FixedString.of(3)), "SFO", "x == 'SFO'");
    assertTrue(FieldType.logicalType(VariableString.of(9)), "SFO", "x == 'SFO'");
  }

  @Test
  public void enumeration_isItsName() {
    EnumerationType colors = EnumerationType.create("RED", "GREEN");
    assertTrue(FieldType.logicalType(colors), colors.valueOf("GREEN"), "x == 'GREEN'");
  }

  @Test
  public void booleans_areBools() {
    assertTrue(FieldType.BOOLEAN, true, "x && x == true && x > false");
    assertFalse(FieldType.BOOLEAN, false, "x");
  }

  @Test
  public void bytes_areBytes() {
    byte[] bytes = {1, (byte) 0xff};
    assertTrue(FieldType.BYTES, bytes, "x == b'\\x01\\xff' && size(x) == 2");
    assertTrue(FieldType.BYTES, bytes, "x > b'\\x01\\x00'");
    assertTrue(FieldType.logicalType(FixedBytes.of(2)), bytes, "x == b'\\x01\\xff'");
  }

  @Test
  public void times_areTimestamps() {
    String text = "x == timestamp('2001-01-02T03:04:05Z') && x.getFullYear() == 2001";
    java.time.Instant time = java.time.Instant.parse("2001-01-02T03:04:05Z");
    assertTrue(FieldType.DATETIME, Instant.ofEpochMilli(time.toEpochMilli()), text);
    assertTrue(FieldType.logicalType(new MicrosInstant()), time, text);
    assertTrue(FieldType.logicalType(new NanosInstant()), time, text);
    assertTrue(FieldType.logicalType(Timestamp.MILLIS), time, text);
    assertTrue(
        FieldType.logicalType(new NanosInstant()),
        time.plusNanos(1),
        "x > timestamp('2001-01-02T03:04:05Z')"
            + " && x - timestamp('2001-01-02T03:04:05Z') < duration('1s')");
  }

  @Test
  public void row_hasFields() {
    Schema zip = Schema.builder().addStringField("post code").addInt32Field("n").build();
    Schema address = Schema.builder().addRowField("zip", zip).build();
    Row value =
        Row.withSchema(address).addValue(Row.withSchema(zip).addValues("94105", 1).build()).build();
    assertTrue(FieldType.row(address), value, "x.zip.n == 1 && x.zip.`post code` == '94105'");
    assertTrue(FieldType.row(address), value, "x == x && x.zip == x.zip");
  }

  @Test
  public void collections_areListsAndMaps() {
    FieldType numbers = FieldType.array(FieldType.INT32);
    assertTrue(numbers, List.of(1, 2), "x[1] == 2 && 2 in x && size(x) == 2 && x == [1, 2]");
    assertTrue(numbers, List.of(1, 2), "x.map(n, n * 2) == [2, 4]");
    assertTrue(FieldType.iterable(FieldType.INT32), List.of(1, 2), "x[1] == 2 && x == [1, 2]");
    FieldType byName = FieldType.map(FieldType.STRING, FieldType.FLOAT);
    assertTrue(byName, Map.of("a", 1.5f), "x['a'] == 1.5 && x.a == 1.5 && 'a' in x && has(x.a)");
    assertTrue(byName, Map.of("a", 1.5f), "x == {'a': 1.5} && x.exists(k, k == 'a')");
    FieldType byNumber = FieldType.map(FieldType.INT32, FieldType.STRING);
    assertTrue(byNumber, Map.of(7, "seven"), "x[7] == 'seven' && 7 in x && !(8 in x)");
    assertFalse(byNumber, Map.of(), "7 in x");
  }

  @Test
  public void nullElement_isNull() {
    FieldType numbers = FieldType.array(FieldType.INT32.withNullable(true));
    assertTrue(numbers, Collections.singletonList(null), "x[0] == null");
    assertTrue(numbers, Arrays.asList(null, 2), "x.exists(n, n == 2)");
  }

  @Test
  public void provenance_isNotInTheRecord() {
    Schema schema = Provenance.addTo(Schema.builder().addInt32Field("x").build());
    Row row =
        Row.withSchema(schema)
            .addValues(1, Provenance.ofFile("flights.jsonl", 0, 1L).toBytes())
            .build();
    assertThat(
        Expression.of("x == 1 && row == row && size(dyn(row)) == 1")
            .bindCondition(schema, "test")
            .test(row),
        is(true));
  }
}
