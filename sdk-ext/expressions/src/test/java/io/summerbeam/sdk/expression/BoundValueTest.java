package io.summerbeam.sdk.expression;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** Expressions as values of fields. */
@RunWith(JUnit4.class)
public class BoundValueTest {

  private static final Schema ADDRESS = Schema.builder().addStringField("zip").build();

  private static final Schema SCHEMA =
      Schema.builder()
          .addInt32Field("n")
          .addNullableField("delay", FieldType.INT64)
          .addFloatField("ratio")
          .addDecimalField("price")
          .addStringField("text")
          .addByteArrayField("raw")
          .addDateTimeField("at")
          .addRowField("home", ADDRESS)
          .addArrayField("list", FieldType.INT32.withNullable(true))
          .addMapField("map", FieldType.STRING, FieldType.INT32)
          .build();

  private static final Row HOME = Row.withSchema(ADDRESS).addValue("94105").build();

  private static final Row ROW =
      Row.withSchema(SCHEMA)
          .addValues(
              7,
              null,
              0.5f,
              new BigDecimal("1.50"),
              "abc",
              new byte[] {1},
              Instant.ofEpochMilli(1234),
              HOME,
              Arrays.asList(1, null),
              Map.of("a", 1))
          .build();

  private static void assertValue(String text, FieldType type, Object value) {
    BoundValue bound = Expression.of(text).bindValue(SCHEMA, "test");
    assertThat(text, bound.type(), is(type.withNullable(true)));
    assertThat(text, bound.evaluate(ROW), is(value));
    // A field takes it.
    Schema schema = Schema.builder().addField("value", bound.type()).build();
    Object stored = Row.withSchema(schema).addValue(bound.evaluate(ROW)).build().getValue(0);
    assertThat(text, stored, is(value));
  }

  @Test
  public void values_areThoseOfRows() {
    assertValue("n", FieldType.INT64, 7L);
    assertValue("n + 1", FieldType.INT64, 8L);
    assertValue("ratio", FieldType.DOUBLE, 0.5);
    assertValue("price + 1", FieldType.DECIMAL, new BigDecimal("2.50"));
    assertValue("text + '!'", FieldType.STRING, "abc!");
    assertValue("n > 5", FieldType.BOOLEAN, true);
    assertValue("raw", FieldType.BYTES, new byte[] {1});
    assertValue("at", FieldType.DATETIME, Instant.ofEpochMilli(1234));
    assertValue("home", FieldType.row(ADDRESS), HOME);
    assertValue("home.zip", FieldType.STRING, "94105");
    assertValue(
        "list", FieldType.array(FieldType.INT64.withNullable(true)), Arrays.asList(1L, null));
    assertValue(
        "map",
        FieldType.map(FieldType.STRING.withNullable(true), FieldType.INT64.withNullable(true)),
        Map.of("a", 1L));
    assertValue("delay == null ? 0.0 : double(delay) / 60.0", FieldType.DOUBLE, 0.0);
  }

  @Test
  public void nullAndWhatCannotBeComputed_areNull() {
    for (String text : new String[] {"delay", "delay + 1", "n / 0", "list[9]", "delay > 5"}) {
      assertThat(
          text, Expression.of(text).bindValue(SCHEMA, "test").evaluate(ROW), is(nullValue()));
    }
  }

  @Test
  public void timeThatMillisecondsDoNotReach_isNull() {
    Schema schema = Schema.builder().addLogicalTypeField("at", new MicrosInstant()).build();
    BoundValue time = Expression.of("at").bindValue(schema, "test");
    BoundValue times = Expression.of("[at]").bindValue(schema, "test");
    for (java.time.Instant far :
        new java.time.Instant[] {java.time.Instant.MIN, java.time.Instant.MAX}) {
      Row row = Row.withSchema(schema).attachValues(Arrays.asList((Object) far));
      assertThat(time.evaluate(row), is(nullValue()));
      assertThat(times.evaluate(row), is(Arrays.asList((Object) null)));
    }
    Row near = Row.withSchema(schema).attachValues(Arrays.asList(java.time.Instant.EPOCH));
    assertThat(time.evaluate(near), is(Instant.EPOCH));
  }
}
