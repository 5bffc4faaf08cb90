package io.summerbeam.io.bigquery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import com.google.api.services.bigquery.model.TableFieldSchema;
import io.summerbeam.sdk.source.Provenance;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.EnumerationType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.NanosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.schemas.logicaltypes.Timestamp;
import org.apache.beam.sdk.schemas.logicaltypes.UuidLogicalType;
import org.apache.beam.sdk.schemas.logicaltypes.VariableString;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class ColumnTypesTest {

  private static final Schema HOME = Schema.of(Field.of("zip", FieldType.STRING));

  private static Columns columns(Schema schema) {
    return columns(schema, List.of(), false);
  }

  private static Columns columns(Schema schema, List<String> json, boolean parsed) {
    return new ColumnTypes(DecimalType.NUMERIC, new JsonColumns(json, parsed)).ofTable(schema);
  }

  /** A column and the cell it has for a value: {@code NULLABLE INT64 5}. */
  private static String cell(FieldType type, @Nullable Object value) {
    Columns columns = columns(Schema.of(Field.of("a", type)));
    TableFieldSchema column = columns.toFieldSchemas().get(0);
    return column.getMode() + " " + column.getType() + " " + cell(columns, value);
  }

  private static @Nullable Object cell(Columns columns, @Nullable Object value) {
    Map<String, Object> cells = new TreeMap<>();
    try {
      columns.all().get(0).write(value, cells);
    } catch (UnwritableRowException e) {
      return e.getMessage();
    }
    return cells.get("a");
  }

  @Test
  public void numbers_wholeAsTextAndFloatingByTheirDigits() {
    assertThat(cell(FieldType.BYTE, (byte) -1), equalTo("REQUIRED INT64 -1"));
    assertThat(cell(FieldType.INT16, (short) 2), equalTo("REQUIRED INT64 2"));
    assertThat(cell(FieldType.INT32, 3), equalTo("REQUIRED INT64 3"));
    assertThat(
        cell(FieldType.INT64, Long.MIN_VALUE), equalTo("REQUIRED INT64 -9223372036854775808"));
    assertThat(cell(FieldType.FLOAT, 0.1f), equalTo("REQUIRED FLOAT64 0.1"));
    assertThat(cell(FieldType.DOUBLE, -1e300), equalTo("REQUIRED FLOAT64 -1.0E300"));
    assertThat(cell(FieldType.FLOAT, Float.NaN), equalTo("REQUIRED FLOAT64 NaN"));
    assertThat(
        cell(FieldType.DOUBLE, Double.NEGATIVE_INFINITY), equalTo("REQUIRED FLOAT64 -Infinity"));
  }

  @Test
  public void decimals_plainDigits() {
    assertThat(cell(FieldType.DECIMAL, new BigDecimal("1.50")), equalTo("REQUIRED NUMERIC 1.5"));
    assertThat(cell(FieldType.DECIMAL, new BigDecimal("1E+3")), equalTo("REQUIRED NUMERIC 1000"));
    assertThat(
        cell(FieldType.logicalType(FixedPrecisionNumeric.of(5, 2)), new BigDecimal("-123.45")),
        equalTo("REQUIRED NUMERIC -123.45"));
  }

  @Test
  public void simpleTypes_asTheyAre() {
    assertThat(cell(FieldType.STRING, "a\"b"), equalTo("REQUIRED STRING a\"b"));
    assertThat(cell(FieldType.BOOLEAN, true), equalTo("REQUIRED BOOL true"));
    assertThat(
        cell(FieldType.BYTES, new byte[] {-1, -2, -3, -4}), equalTo("REQUIRED BYTES //79/A=="));
    assertThat(
        cell(FieldType.logicalType(VariableString.of(5)), "abc"), equalTo("REQUIRED STRING abc"));
    assertThat(
        cell(
            FieldType.logicalType(new UuidLogicalType()),
            UUID.fromString("00000000-0000-0001-0000-000000000002")),
        equalTo("REQUIRED STRING 00000000-0000-0001-0000-000000000002"));
    EnumerationType colors = EnumerationType.create("RED", "GREEN");
    assertThat(
        cell(FieldType.logicalType(colors), colors.valueOf("GREEN")),
        equalTo("REQUIRED STRING GREEN"));
  }

  @Test
  public void times_toTheMicrosecond() {
    assertThat(
        cell(FieldType.DATETIME, org.joda.time.Instant.parse("2001-02-03T04:05:06.007Z")),
        equalTo("REQUIRED TIMESTAMP 2001-02-03T04:05:06.007Z"));
    for (FieldType instant :
        List.of(
            FieldType.logicalType(SqlTypes.TIMESTAMP),
            FieldType.logicalType(Timestamp.of(6)),
            FieldType.logicalType(new NanosInstant()))) {
      assertThat(
          cell(instant, Instant.parse("2001-02-03T04:05:06.000007Z")),
          equalTo("REQUIRED TIMESTAMP 2001-02-03T04:05:06.000007Z"));
      assertThat(
          cell(instant, Instant.parse("2001-02-03T04:05:06.000007001Z")),
          equalTo("REQUIRED TIMESTAMP the column 'a' is finer than a microsecond"));
    }
    assertThat(
        cell(FieldType.logicalType(SqlTypes.DATE), LocalDate.of(1, 2, 3)),
        equalTo("REQUIRED DATE 0001-02-03"));
    assertThat(
        cell(FieldType.logicalType(SqlTypes.TIME), LocalTime.of(4, 5)),
        equalTo("REQUIRED TIME 04:05:00"));
    assertThat(
        cell(FieldType.logicalType(SqlTypes.TIME), LocalTime.of(4, 5, 6, 7)),
        equalTo("REQUIRED TIME the column 'a' is finer than a microsecond"));
    assertThat(
        cell(FieldType.logicalType(SqlTypes.DATETIME), LocalDateTime.of(2001, 2, 3, 4, 5)),
        equalTo("REQUIRED DATETIME 2001-02-03T04:05:00"));
  }

  @Test
  public void times_outOfRange() {
    String problem = " the column 'a' is not between the years 1 and 9999";
    FieldType timestamp = FieldType.logicalType(SqlTypes.TIMESTAMP);
    assertThat(
        cell(timestamp, Instant.parse("9999-12-31T23:59:59.999999Z")),
        equalTo("REQUIRED TIMESTAMP 9999-12-31T23:59:59.999999Z"));
    assertThat(
        cell(timestamp, Instant.parse("+10000-01-01T00:00:00Z")),
        equalTo("REQUIRED TIMESTAMP" + problem));
    assertThat(
        cell(timestamp, Instant.parse("0000-12-31T23:59:59Z")),
        equalTo("REQUIRED TIMESTAMP" + problem));
    assertThat(
        cell(FieldType.logicalType(SqlTypes.DATE), LocalDate.of(0, 12, 31)),
        equalTo("REQUIRED DATE" + problem));
    assertThat(
        cell(FieldType.logicalType(SqlTypes.DATETIME), LocalDateTime.of(10000, 1, 1, 0, 0)),
        equalTo("REQUIRED DATETIME" + problem));
  }

  @Test
  public void nestedTypes_structsAndArrays() {
    Row home = Row.withSchema(HOME).addValue("96701").build();
    assertThat(cell(FieldType.row(HOME), home), equalTo("REQUIRED STRUCT {zip=96701}"));
    assertThat(
        cell(FieldType.array(FieldType.INT64), List.of(1L, 2L)), equalTo("REPEATED INT64 [1, 2]"));
    assertThat(
        cell(FieldType.iterable(FieldType.row(HOME)), List.of(home, home)),
        equalTo("REPEATED STRUCT [{zip=96701}, {zip=96701}]"));
    assertThat(
        cell(
            FieldType.map(FieldType.STRING, FieldType.INT64),
            new TreeMap<>(Map.of("a", 1L, "b", 2L))),
        equalTo("REPEATED STRUCT [{key=a, value=1}, {key=b, value=2}]"));
  }

  @Test
  public void nulls_leftOutWhereTheColumnMayHaveNone() {
    assertThat(cell(FieldType.STRING.withNullable(true), null), equalTo("NULLABLE STRING null"));
    assertThat(
        cell(FieldType.array(FieldType.STRING).withNullable(true), null),
        equalTo("REPEATED STRING null"));
    assertThat(
        cell(FieldType.STRING, null),
        equalTo("REQUIRED STRING the column 'a' is null and REQUIRED"));
    assertThat(
        cell(FieldType.array(FieldType.STRING.withNullable(true)), Arrays.asList("x", null)),
        equalTo("REPEATED STRING the column 'a' is an array with a null in it"));
  }

  @Test
  public void unwritableInside_namesThePath() {
    Schema inner = Schema.of(Field.of("price", FieldType.DECIMAL));
    assertThat(
        cell(
            FieldType.array(FieldType.row(inner)),
            List.of(Row.withSchema(inner).addValue(new BigDecimal("1E-10")).build())),
        equalTo(
            "REPEATED STRUCT the column 'a.price' has more than 9 digits behind the point, the most"
                + " that NUMERIC has"));
  }

  @Test
  public void json_asTextOrAsTheValueOfALoad() {
    Schema text = Schema.of(Field.of("a", FieldType.STRING));
    Schema row = Schema.of(Field.of("a", FieldType.row(HOME)));
    Row home = Row.withSchema(HOME).addValue("96701").build();
    String given = "{\"n\": 1.10, \"l\": [1, null]}";
    assertThat(
        columns(text, List.of("a"), false).toFieldSchemas().get(0).getType(), equalTo("JSON"));
    assertThat(cell(columns(text, List.of("a"), false), given), equalTo(given));
    assertThat(
        String.valueOf(cell(columns(text, List.of("a"), true), given)),
        equalTo("{n=1.10, l=[1, null]}"));
    assertThat(cell(columns(row, List.of("a"), false), home), equalTo("{\"zip\":\"96701\"}"));
    assertThat(cell(columns(row, List.of("a"), true), home), equalTo(Map.of("zip", "96701")));
    for (boolean parsed : List.of(true, false)) {
      assertThat(
          cell(columns(text, List.of("a"), parsed), "secret {"),
          equalTo("the column 'a' is not JSON"));
      assertThat(
          cell(columns(text, List.of("a"), parsed), "{} {}"),
          equalTo("the column 'a' is not JSON"));
    }
    assertThat(
        cell(columns(text, List.of("a"), true), "null"),
        equalTo("the column 'a' is the null of JSON, which a load takes for no value"));
  }

  @Test
  public void jsonWithNaN_unwritable() {
    Schema inner = Schema.of(Field.of("x", FieldType.DOUBLE));
    assertThat(
        cell(
            columns(Schema.of(Field.of("a", FieldType.row(inner))), List.of("a"), false),
            Row.withSchema(inner).addValue(Double.NaN).build()),
        equalTo("the column 'a' has a number that is NaN or infinite, and is JSON"));
  }

  @Test
  public void schema_namesInOrderWithoutProvenance() {
    Schema schema =
        Provenance.addTo(
            Schema.of(
                Field.of("b", FieldType.STRING).withDescription("the second letter"),
                Field.nullable("a", FieldType.row(HOME))));
    assertThat(
        columns(schema).toFieldSchemas().stream()
            .map(
                column -> column.getName() + " " + column.getMode() + " " + column.getDescription())
            .collect(Collectors.toList()),
        equalTo(List.of("b REQUIRED the second letter", "a NULLABLE null")));
  }

  @Test
  public void typesWithoutColumn_refused() {
    assertRefused(
        Schema.of(Field.of("a", FieldType.array(FieldType.array(FieldType.INT64)))),
        "the field 'a' is an array of arrays or maps, which BigQuery does not have. Put a row"
            + " between them.");
    assertRefused(
        Schema.of(Field.of("a", FieldType.array(FieldType.map(FieldType.STRING, FieldType.INT64)))),
        "the field 'a' is an array of arrays or maps, which BigQuery does not have. Put a row"
            + " between them.");
    assertRefused(
        Schema.of(Field.of("a", FieldType.row(Schema.of()))),
        "the field 'a' is a row without fields, and a STRUCT has at least one.");
    assertRefused(Schema.of(), "the schema has no fields, and a table has at least one column.");
  }

  @Test
  public void namesNoColumnCanHave_refused() {
    for (String name : List.of("a b", "1a", "ä", "", "_PARTITIONTIME", "_table_x", "a.b")) {
      assertRefused(
          Schema.of(Field.of(name, FieldType.STRING)),
          "the field '"
              + name
              + "' has a name that no column can have: letters, digits and underscores, at most"
              + " 300, no digit first, and none of the prefixes that are reserved. Rename the"
              + " field.");
    }
    assertRefused(
        Schema.of(Field.of("home", FieldType.row(Schema.of(Field.of("z p", FieldType.STRING))))),
        "the field 'home.z p' has a name that no column can have: letters, digits and underscores,"
            + " at most 300, no digit first, and none of the prefixes that are reserved. Rename the"
            + " field.");
    assertRefused(
        Schema.of(Field.of("day", FieldType.STRING), Field.of("DAY", FieldType.STRING)),
        "the field 'DAY' has the name of another one, but for the case, which columns do not have."
            + " Rename one of them.");
    assertRefused(
        Schema.of(Field.of("f", FieldType.STRING)),
        "the field 'f' has a name that the client of BigQuery needs for itself. Rename the field.");
  }

  @Test
  public void jsonOfOtherTypes_refused() {
    Schema schema = Schema.of(Field.of("a", FieldType.INT64));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> columns(schema, List.of("a"), false));
    assertThat(
        e.getMessage(), equalTo("withJson(): the field 'a' must be STRING or ROW, but is: INT64"));
    e = assertThrows(IllegalArgumentException.class, () -> columns(schema, List.of("b"), false));
    assertThat(
        e.getMessage(), equalTo("withJson(): there is no field 'b'. Did you mean 'a'? Fields: a"));
  }

  private static void assertRefused(Schema schema, String message) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> columns(schema));
    assertThat(e.getMessage(), equalTo(message));
  }
}
