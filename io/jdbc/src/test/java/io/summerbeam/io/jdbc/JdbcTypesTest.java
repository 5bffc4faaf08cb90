package io.summerbeam.io.jdbc;

import static io.summerbeam.sdk.testing.LookupAnswers.answer;
import static io.summerbeam.sdk.testing.LookupAnswers.failure;
import static io.summerbeam.sdk.testing.LookupAnswers.keys;
import static io.summerbeam.sdk.testing.LookupAnswers.row;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.sdk.lookup.Lookup;
import io.summerbeam.sdk.lookup.LookupException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.values.Row;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** What columns of each type are read as. */
public class JdbcTypesTest {

  private static final Schema ID = Schema.builder().addInt32Field("id").build();

  private static Postgres postgres;

  @BeforeClass
  public static void startServer() {
    postgres = Postgres.start();
    postgres.run(
        "CREATE TYPE mood AS ENUM ('sad', 'ok')",
        "CREATE DOMAIN zip AS text CHECK (length(VALUE) = 5)",
        "CREATE TABLE types (id serial PRIMARY KEY, i2 smallint, i4 int, i8 bigint, n numeric, f4"
            + " real, f8 double precision, b boolean, t text, v varchar(9), c char(3), u uuid, j"
            + " jsonb, m mood, z zip, d date, tm time, ts timestamp, tz timestamptz, y bytea)",
        "INSERT INTO types VALUES (1, -32768, 2147483647, 9223372036854775807,"
            + " 123456789012345678901234567890.123456789, 1.5, 0.1, true, 'tëxt', 'v', 'c',"
            + " '0A0A0A0A-0000-4000-8000-00000000000f', '{\"a\": 1}', 'ok', '12345', '2024-02-29',"
            + " '23:59:59.123456', '2024-03-31 02:30:00.000001',"
            + " '2024-03-31 02:30:00.000001+02', '\\x00ff')",
        "INSERT INTO types (id) VALUES (2)",
        "INSERT INTO types (id, n, d, ts, tz) VALUES (3, 'NaN', 'infinity', '-infinity',"
            + " 'infinity')",
        "INSERT INTO types (id, tz) VALUES (4, '2024-01-01 00:00:00.123+00')");
  }

  @AfterClass
  public static void stopServer() {
    postgres.close();
  }

  private static JdbcLookup types() {
    return JdbcLookup.of(postgres.url())
        .withCredentials(Postgres.USER, postgres.password())
        .from("types");
  }

  private static final Schema ALL =
      Schema.builder()
          .addInt32Field("id")
          .addNullableField("i2", FieldType.INT16)
          .addNullableField("i4", FieldType.INT32)
          .addNullableField("i8", FieldType.INT64)
          .addNullableField("n", FieldType.DECIMAL)
          .addNullableField("f4", FieldType.FLOAT)
          .addNullableField("f8", FieldType.DOUBLE)
          .addNullableField("b", FieldType.BOOLEAN)
          .addNullableField("t", FieldType.STRING)
          .addNullableField("v", FieldType.STRING)
          .addNullableField("c", FieldType.STRING)
          .addNullableField("u", FieldType.STRING)
          .addNullableField("j", FieldType.STRING)
          .addNullableField("m", FieldType.STRING)
          .addNullableField("z", FieldType.STRING)
          .addNullableField("d", FieldType.logicalType(SqlTypes.DATE))
          .addNullableField("tm", FieldType.logicalType(SqlTypes.TIME))
          .addNullableField("ts", FieldType.logicalType(SqlTypes.DATETIME))
          .addNullableField("tz", FieldType.logicalType(new MicrosInstant()))
          .addNullableField("y", FieldType.BYTES)
          .build();

  @Test
  public void types_ofTheTable_areRead() throws Exception {
    JdbcLookup lookup = types().withSchemaOfTable("id");
    assertThat(lookup.valueSchema(), equalTo(ALL));
    Row full =
        row(
            ALL,
            1,
            (short) -32768,
            2147483647,
            9223372036854775807L,
            new BigDecimal("123456789012345678901234567890.123456789"),
            1.5f,
            0.1,
            true,
            "tëxt",
            "v",
            "c  ",
            "0a0a0a0a-0000-4000-8000-00000000000f",
            "{\"a\": 1}",
            "ok",
            "12345",
            LocalDate.of(2024, 2, 29),
            LocalTime.parse("23:59:59.123456"),
            LocalDateTime.parse("2024-03-31T02:30:00.000001"),
            Instant.parse("2024-03-31T00:30:00.000001Z"),
            new byte[] {0, (byte) 0xff});
    Object[] nulls = new Object[ALL.getFieldCount()];
    nulls[0] = 2;
    try (Lookup<Row, Row> open = lookup.open()) {
      // Several times: the driver goes over to binary forms after some.
      for (int i = 0; i < 12; i++) {
        assertThat(
            answer(open, keys(ID, 1, 2)),
            equalTo(Map.of(row(ID, 1), full, row(ID, 2), row(ALL, nulls))));
      }
    }
  }

  @Test
  public void types_larger_areRead() throws Exception {
    Schema larger =
        Schema.builder()
            .addNullableField("i2", FieldType.INT64)
            .addNullableField("i4", FieldType.INT64)
            .addNullableField("f4", FieldType.DOUBLE)
            .addNullableField("tz", FieldType.DATETIME)
            .build();
    try (Lookup<Row, Row> open = types().withKey("id", FieldType.INT32).withValues(larger).open()) {
      assertThat(
          answer(open, keys(ID, 4)),
          equalTo(
              Map.of(
                  row(ID, 4),
                  row(
                      larger,
                      null,
                      null,
                      null,
                      org.joda.time.Instant.parse("2024-01-01T00:00:00.123Z")))));
    }
  }

  @Test
  public void values_withoutAForm_fail() throws Exception {
    assertMisfit("n", FieldType.DECIMAL, 3, "is not a number (NaN or infinite)");
    assertMisfit("d", FieldType.logicalType(SqlTypes.DATE), 3, "is infinite");
    assertMisfit("ts", FieldType.logicalType(SqlTypes.DATETIME), 3, "is infinite");
    assertMisfit("tz", FieldType.logicalType(new MicrosInstant()), 3, "is infinite");
    assertMisfit(
        "tz", FieldType.DATETIME, 1, "has microseconds; give the column the type MicrosInstant");
  }

  private static void assertMisfit(String column, FieldType type, int id, String why)
      throws Exception {
    JdbcLookup lookup =
        types()
            .withKey("id", FieldType.INT32)
            .withValues(Schema.builder().addNullableField(column, type).build());
    try (Lookup<Row, Row> open = lookup.open()) {
      LookupException e = failure(open, keys(ID, id));
      assertThat(
          e.getMessage(),
          equalTo("JdbcLookup types: a value of column '" + column + "' " + why + "."));
      assertThat(e.isRetryable(), equalTo(false));
    }
  }

  @Test
  public void columnThatGrew_isNotCut() throws Exception {
    postgres.run(
        "CREATE TABLE grown (id int PRIMARY KEY, n int)", "INSERT INTO grown VALUES (1, 5)");
    JdbcLookup lookup = types().from("grown").withSchemaOfTable("id");
    try (Lookup<Row, Row> open = lookup.open()) {
      postgres.run(
          "ALTER TABLE grown ALTER COLUMN n TYPE bigint",
          "UPDATE grown SET n = 4294967301 WHERE id = 1");
      assertThat(
          failure(open, keys(ID, 1)).getMessage(),
          equalTo("JdbcLookup grown: a value of column 'n' is too large for INT32."));
    }
  }

  @Test
  public void null_inARequiredField_fails() throws Exception {
    JdbcLookup lookup =
        types()
            .withKey("id", FieldType.INT32)
            .withValues(Schema.builder().addStringField("t").build());
    try (Lookup<Row, Row> open = lookup.open()) {
      assertThat(
          failure(open, keys(ID, 2)).getMessage(),
          equalTo(
              "JdbcLookup types: a value of column 't' is null; give the column a nullable type."));
    }
  }

  @Test
  public void bytes_areTheColumns() throws Exception {
    postgres.run(
        "CREATE TABLE blobs (id int PRIMARY KEY, y bytea NOT NULL)",
        "INSERT INTO blobs VALUES (1, 'abc')");
    JdbcLookup lookup = types().from("blobs").withSchemaOfTable("id");
    try (Lookup<Row, Row> open = lookup.open()) {
      Row answer = answer(open, keys(ID, 1)).get(row(ID, 1));
      assertThat(answer.getBytes("y"), equalTo("abc".getBytes(StandardCharsets.UTF_8)));
    }
  }
}
