package io.summerbeam.io.jdbc;

import static io.summerbeam.sdk.testing.LookupAnswers.answer;
import static io.summerbeam.sdk.testing.LookupAnswers.keys;
import static io.summerbeam.sdk.testing.LookupAnswers.row;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.lookup.Lookup;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.EnumerationType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedString;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.values.Row;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** What fields of each type are written as. */
@RunWith(JUnit4.class)
public class WriteJdbcTypesTest {

  private static final Schema ID = Schema.builder().addInt32Field("id").build();

  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  private static Postgres postgres;

  @BeforeClass
  public static void startServer() {
    postgres = Postgres.start();
    postgres.run(
        "CREATE TYPE mood AS ENUM ('sad', 'ok')",
        "CREATE SCHEMA other",
        "GRANT USAGE ON SCHEMA other TO PUBLIC",
        "CREATE TYPE other.\"Odd Mood\" AS ENUM ('sad', 'ok')",
        "CREATE DOMAIN zip AS text CHECK (length(VALUE) = 5)",
        "CREATE TABLE types (id int PRIMARY KEY, i2 smallint, i4 int, i8 bigint, n numeric, f4"
            + " real, f8 double precision, b boolean, t text, v varchar(9), c char(3), u uuid, j"
            + " jsonb, m mood, z zip, d date, tm time, ts timestamp, tz timestamptz, y bytea)");
  }

  @AfterClass
  public static void stopServer() {
    postgres.close();
  }

  private void write(WriteJdbcRows write, Schema schema, Row... rows) {
    pipeline.apply(WriteJdbcRowsTest.bundle(schema, List.of(rows))).apply(write);
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void types_areWrittenAsTheyAreRead() throws Exception {
    JdbcLookup lookup =
        JdbcLookup.of(postgres.url())
            .withCredentials(Postgres.USER, postgres.password())
            .from("types")
            .withSchemaOfTable("id");
    Schema schema = lookup.valueSchema();
    Row full =
        row(
            schema,
            1,
            (short) -32768,
            2147483647,
            9223372036854775807L,
            new BigDecimal("123456789012345678901234567890.123456789"),
            1.5f,
            0.1,
            true,
            "tëxt {\"a\",'b',\\} 🎈",
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
    Object[] nulls = new Object[schema.getFieldCount()];
    nulls[0] = 2;
    Row empty = row(schema, nulls);
    Object[] limits = nulls.clone();
    limits[0] = 3;
    limits[schema.indexOf("d")] = LocalDate.of(-43, 3, 15);
    limits[schema.indexOf("ts")] = LocalDateTime.parse("+12024-03-31T02:30:00");
    limits[schema.indexOf("tz")] = Instant.parse("-0043-03-15T00:00:00.5Z");
    limits[schema.indexOf("n")] = new BigDecimal("1E+20");
    limits[schema.indexOf("t")] = "";
    limits[schema.indexOf("f8")] = Double.NaN;
    limits[schema.indexOf("y")] = new byte[0];
    Row extreme = row(schema, limits);
    write(postgres.writing("types"), schema, full, empty, extreme);
    limits[schema.indexOf("n")] = new BigDecimal("100000000000000000000");
    try (Lookup<Row, Row> open = lookup.open()) {
      assertThat(
          answer(open, keys(ID, 1, 2, 3)),
          equalTo(Map.of(row(ID, 1), full, row(ID, 2), empty, row(ID, 3), row(schema, limits))));
    }
  }

  @Test
  public void types_thatFitOthers_areWritten() {
    EnumerationType moods = EnumerationType.create("sad", "ok");
    Schema schema =
        Schema.builder()
            .addByteField("a")
            .addInt16Field("b")
            .addInt32Field("c")
            .addInt64Field("d")
            .addFloatField("e")
            .addDateTimeField("f")
            .addLogicalTypeField("g", moods)
            .addLogicalTypeField("h", moods)
            .addLogicalTypeField("i", FixedString.of(3))
            .addStringField("j")
            .addStringField("k")
            .build();
    postgres.run(
        "CREATE TABLE larger (a smallint, b bigint, c numeric, d numeric, e double precision, f"
            + " timestamptz, g text, h mood, i varchar, j other.\"Odd Mood\", k json)");
    write(
        postgres.writing("larger"),
        schema,
        row(
            schema,
            (byte) -1,
            (short) 2,
            3,
            4L,
            1.5f,
            org.joda.time.Instant.parse("2024-01-01T00:00:00.123Z"),
            moods.valueOf("ok"),
            moods.valueOf("sad"),
            "abc",
            "sad",
            "[1, 2]"));
    assertThat(
        postgres.rows("SELECT a, b, c, d, e, f AT TIME ZONE 'UTC', g, h, i, j, k FROM larger"),
        equalTo(List.of("-1|2|3|4|1.5|2024-01-01 00:00:00.123|ok|sad|abc|sad|[1, 2]")));
  }

  @Test
  public void types_ofTablesThatAreMade_areWritten() {
    Schema schema =
        Schema.builder()
            .addByteField("a")
            .addInt16Field("b")
            .addInt32Field("c")
            .addInt64Field("d")
            .addDecimalField("e")
            .addFloatField("f")
            .addDoubleField("g")
            .addBooleanField("h")
            .addStringField("i")
            .addByteArrayField("j")
            .addDateTimeField("k")
            .addLogicalTypeField("l", new MicrosInstant())
            .addLogicalTypeField("m", SqlTypes.DATE)
            .addLogicalTypeField("n", SqlTypes.TIME)
            .addLogicalTypeField("o", SqlTypes.DATETIME)
            .addLogicalTypeField("p", EnumerationType.create("x"))
            .addLogicalTypeField("q", FixedString.of(3))
            .build();
    write(
        postgres.writing("made").creatingTable(),
        schema,
        row(
            schema,
            (byte) 1,
            (short) 2,
            3,
            4L,
            new BigDecimal("5.0"),
            6f,
            7.0,
            true,
            "i",
            new byte[] {1},
            new org.joda.time.Instant(0),
            Instant.EPOCH,
            LocalDate.EPOCH,
            LocalTime.MIDNIGHT,
            LocalDate.EPOCH.atStartOfDay(),
            new EnumerationType.Value(0),
            "abc"));
    assertThat(
        postgres.rows(
            "SELECT string_agg(data_type, ',' ORDER BY ordinal_position) FROM"
                + " information_schema.columns WHERE table_name = 'made'"),
        equalTo(
            List.of(
                "smallint,smallint,integer,bigint,numeric,real,double precision,boolean,text,bytea,"
                    + "timestamp with time zone,timestamp with time zone,date,"
                    + "time without time zone,timestamp without time zone,text,text")));
    assertThat(postgres.count("SELECT count(*) FROM made"), equalTo(1L));
  }

  @Test
  public void types_thatDoNotFit_areRefusedAtTheStart() {
    postgres.run(
        "CREATE TABLE small (i2 smallint, i4 int, f4 real, ts timestamp, t text, a int[])");
    assertRefused("i2", FieldType.INT32, "int2", "i2 INT32");
    assertRefused("i4", FieldType.INT64, "int4", "i4 INT64");
    assertRefused("f4", FieldType.DOUBLE, "float4", "f4 DOUBLE");
    assertRefused("ts", FieldType.DATETIME, "timestamp", "ts DATETIME");
    assertRefused("t", FieldType.BYTES, "text", "t BYTES");
    assertRefused("t", FieldType.INT64, "text", "t INT64");
    assertRefused("a", FieldType.STRING, "_int4", "a STRING");
  }

  private static void assertRefused(String column, FieldType type, String is, String field) {
    Schema schema = Schema.builder().addField(column, type).build();
    JdbcWriteException e =
        assertThrows(
            JdbcWriteException.class,
            () -> TableWriter.open(postgres.writing("small").toWrite(schema)));
    assertThat(
        e.getMessage(),
        equalTo(
            "JdbcRows.write small: the column is of type "
                + is
                + ", which is not written from "
                + field
                + "."));
  }
}
