package io.summerbeam.io.jdbc;

import static io.summerbeam.sdk.testing.Leftovers.await;
import static io.summerbeam.sdk.testing.Leftovers.threads;
import static io.summerbeam.sdk.testing.LookupAnswers.row;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.summerbeam.sdk.source.Provenance;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.Row;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** {@link WriteJdbcRows} into tables of a server. */
@RunWith(JUnit4.class)
public class WriteJdbcRowsTest {

  private static final Schema NAMED =
      Schema.builder().addInt64Field("id").addNullableStringField("name").build();
  private static final Schema CHANGE =
      Schema.builder()
          .addInt64Field("id")
          .addNullableStringField("name")
          .addNullableField("gone", FieldType.BOOLEAN)
          .build();

  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  private static Postgres postgres;

  @BeforeClass
  public static void startServer() {
    postgres = Postgres.start();
  }

  @AfterClass
  public static void stopServer() {
    postgres.close();
  }

  /** Rows of one bundle, in this order. */
  static TestStream<Row> bundle(Schema schema, List<Row> rows) {
    return TestStream.create(schema)
        .addElements(rows.get(0), rows.subList(1, rows.size()).toArray(new Row[0]))
        .advanceWatermarkToInfinity();
  }

  private void write(WriteJdbcRows write, Schema schema, Row... rows) {
    pipeline.apply(bundle(schema, List.of(rows))).apply(write);
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void insert_rows_areAdded() throws Exception {
    postgres.run(
        "CREATE TABLE added (name text, id bigint, note text DEFAULT 'none')",
        "INSERT INTO added (id, name) VALUES (1, 'Ann')");
    Schema schema = Provenance.addTo(NAMED);
    List<Row> rows = new ArrayList<>();
    List<String> expected = new ArrayList<>(List.of("1|Ann|none"));
    for (long i = 1; i <= 2500; i++) {
      rows.add(row(schema, i, "n" + i, Provenance.ofFile("f", i, null).toBytes()));
      expected.add(i + "|n" + i + "|none");
    }
    rows.add(row(schema, 2501L, null, null));
    expected.add("2501|null|none");
    pipeline.apply(Create.of(rows).withRowSchema(schema)).apply(postgres.writing("public.added"));
    pipeline.run().waitUntilFinish();
    assertThat(
        postgres.rows("SELECT id, name, note FROM added ORDER BY id, name"), equalTo(expected));
    await("the connections are gone", () -> postgres.connections() == 0);
    await("its threads are gone", () -> threads("JdbcRows") == 0);
  }

  @Test
  public void insert_largeBatches_areCutBySizeAndBytes() {
    postgres.run(
        "CREATE TABLE cut (id bigint, name text)",
        "CREATE TABLE cuts (n bigint)",
        "GRANT ALL ON cuts TO PUBLIC",
        "CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO cuts"
            + " SELECT count(*) FROM added_rows; RETURN NULL; END $$",
        "CREATE TRIGGER cut AFTER INSERT ON cut REFERENCING NEW TABLE AS added_rows"
            + " FOR EACH STATEMENT EXECUTE FUNCTION cut()");
    List<Row> rows = new ArrayList<>();
    for (long i = 1; i <= 10; i++) {
      rows.add(row(NAMED, i, "n"));
    }
    // Of 2 bytes each: two of them are more than are held.
    rows.add(row(NAMED, 11L, "x".repeat(3_000_000)));
    rows.add(row(NAMED, 12L, "x".repeat(3_000_000)));
    rows.add(row(NAMED, 13L, "n"));
    pipeline.apply(bundle(NAMED, rows)).apply(postgres.writing("cut").withBatchSize(5));
    pipeline.run().waitUntilFinish();
    assertThat(postgres.rows("SELECT n FROM cuts"), equalTo(List.of("5", "5", "2", "1")));
    assertThat(postgres.count("SELECT count(*) FROM cut"), equalTo(13L));
  }

  @Test
  public void upsert_equalKeysOfABatch_theLastCounts() {
    postgres.run(
        "CREATE TABLE upserted (id bigint PRIMARY KEY, name text, note text DEFAULT 'none')",
        "INSERT INTO upserted VALUES (1, 'before', 'stays'), (9, 'other', 'stays')");
    write(
        postgres.writing("upserted").upsertingBy("id"),
        NAMED,
        row(NAMED, 2L, "two"),
        row(NAMED, 1L, "first"),
        row(NAMED, 3L, "three"),
        row(NAMED, 1L, "last"),
        row(NAMED, 2L, null));
    assertThat(
        postgres.rows("SELECT id, name, note FROM upserted ORDER BY id"),
        equalTo(List.of("1|last|stays", "2|null|none", "3|three|none", "9|other|stays")));
  }

  @Test
  public void upsert_keysThatOnlyTheDatabaseTakesForEqual_theLastCounts() {
    Schema schema = Schema.builder().addDoubleField("id").addStringField("name").build();
    postgres.run("CREATE TABLE zeros (id double precision PRIMARY KEY, name text)");
    write(
        postgres.writing("zeros").upsertingBy("id"),
        schema,
        row(schema, 1.0, "one"),
        row(schema, 0.0, "zero"),
        row(schema, 2.0, "two"),
        row(schema, -0.0, "minus zero"));
    assertThat(
        postgres.rows("SELECT name FROM zeros ORDER BY id"),
        equalTo(List.of("minus zero", "one", "two")));
  }

  @Test
  public void upsert_severalKeyColumnsInAnyForm_areOneKey() {
    Schema schema =
        Schema.builder()
            .addStringField("code")
            .addDecimalField("size")
            .addStringField("u")
            .addByteArrayField("hash")
            .addInt32Field("n")
            .build();
    postgres.run(
        "CREATE TABLE keyed (n int, hash bytea, u uuid, size numeric, code char(4),"
            + " UNIQUE (code, size, u, hash))");
    String uuid = "0a0a0a0a-0000-4000-8000-00000000000f";
    byte[] hash = {1, 2};
    write(
        postgres.writing("keyed").upsertingBy("hash", "code", "u", "size"),
        schema,
        row(schema, "a", new BigDecimal("1.50"), uuid, hash, 1),
        row(schema, "b", new BigDecimal("1.50"), uuid, hash, 2),
        row(schema, "a ", new BigDecimal("1.5"), uuid.toUpperCase(), hash.clone(), 3));
    assertThat(
        postgres.rows("SELECT code, size, n FROM keyed ORDER BY code"),
        equalTo(List.of("a   |1.5|3", "b   |1.50|2")));
  }

  @Test
  public void upsert_ofAllColumns_leavesWhatIsThere() {
    Schema schema = Schema.builder().addStringField("word").build();
    postgres.run("CREATE TABLE words (word text PRIMARY KEY, n serial)");
    write(
        postgres.writing("words").upsertingBy("word"),
        schema,
        row(schema, "a"),
        row(schema, "b"),
        row(schema, "a"));
    assertThat(postgres.rows("SELECT word FROM words ORDER BY word"), equalTo(List.of("a", "b")));
  }

  @Test
  public void changelog_marker_deletes() {
    postgres.run(
        "CREATE TABLE changed (id bigint PRIMARY KEY, name text NOT NULL)",
        "INSERT INTO changed VALUES (1, 'one'), (2, 'two'), (3, 'three'), (4, 'four')");
    write(
        postgres.writing("changed").upsertingBy("id").deletingWhere("gone"),
        CHANGE,
        row(CHANGE, 1L, null, true),
        row(CHANGE, 2L, "new two", false),
        row(CHANGE, 3L, null, true),
        row(CHANGE, 3L, "back", null),
        row(CHANGE, 4L, "gone soon", false),
        row(CHANGE, 4L, null, true),
        row(CHANGE, 5L, "five", false),
        row(CHANGE, 6L, null, true));
    assertThat(
        postgres.rows("SELECT id, name FROM changed ORDER BY id"),
        equalTo(List.of("2|new two", "3|back", "5|five")));
  }

  @Test
  public void changelog_keysOfSeveralTypes_areFound() {
    Schema schema =
        Schema.builder()
            .addStringField("u")
            .addStringField("code")
            .addInt16Field("n")
            .addBooleanField("gone")
            .build();
    String uuid = "0a0a0a0a-0000-4000-8000-00000000000f";
    postgres.run(
        "CREATE TABLE typed (u uuid, code char(4), n smallint, PRIMARY KEY (u, code, n))",
        "INSERT INTO typed VALUES ('" + uuid + "', 'a', 1), ('" + uuid + "', 'b', 1)");
    write(
        postgres.writing("typed").upsertingBy("u", "code", "n").deletingWhere("gone"),
        schema,
        row(schema, uuid, "a", (short) 1, true));
    assertThat(postgres.rows("SELECT code FROM typed"), equalTo(List.of("b   ")));
  }

  @Test
  public void names_areTakenLetterByLetter() {
    Schema schema = Schema.builder().addInt64Field("Id \"; --").addStringField("select").build();
    postgres.run(
        "CREATE SCHEMA \"My.Schema\"",
        "GRANT ALL ON SCHEMA \"My.Schema\" TO PUBLIC",
        "CREATE TABLE \"My.Schema\".\"T; DROP\" (\"Id \"\"; --\" bigint PRIMARY KEY, \"select\""
            + " text)");
    write(
        postgres.writing("x").into("My.Schema", "T; DROP").upsertingBy("Id \"; --"),
        schema,
        row(schema, 1L, "'; DROP TABLE added; --"));
    assertThat(
        postgres.rows("SELECT * FROM \"My.Schema\".\"T; DROP\""),
        equalTo(List.of("1|'; DROP TABLE added; --")));
  }

  @Test
  public void table_isMadeFromTheSchema() {
    Schema schema =
        Schema.builder()
            .addStringField("category")
            .addLogicalTypeField("day", org.apache.beam.sdk.schemas.logicaltypes.SqlTypes.DATE)
            .addDecimalField("revenue")
            .addNullableField("orders", FieldType.INT64)
            .build();
    WriteJdbcRows write = postgres.writing("made").creatingTable().upsertingBy("category", "day");
    pipeline
        .apply(
            bundle(
                schema,
                List.of(
                    row(
                        schema,
                        "books",
                        java.time.LocalDate.of(2024, 1, 2),
                        new BigDecimal("12.50"),
                        null))))
        .apply(write);
    pipeline.run().waitUntilFinish();
    assertThat(
        postgres.rows(
            "SELECT column_name, data_type, is_nullable FROM information_schema.columns WHERE"
                + " table_name = 'made' ORDER BY ordinal_position"),
        equalTo(
            List.of("category|text|NO", "day|date|NO", "revenue|numeric|NO", "orders|bigint|YES")));
    assertThat(
        postgres.rows(
            "SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND"
                + " a.attnum = ANY (i.indkey) WHERE i.indrelid = 'made'::regclass AND"
                + " i.indisprimary ORDER BY a.attnum"),
        equalTo(List.of("category", "day")));
    assertThat(
        postgres.rows("SELECT * FROM made"), equalTo(List.of("books|2024-01-02|12.50|null")));
  }

  @Test
  public void table_thatIsThere_isLeftAsItIs() {
    postgres.run("CREATE TABLE there (id numeric PRIMARY KEY, name text, note text)");
    // Who may not make tables may say so, too.
    postgres.run("REVOKE CREATE ON SCHEMA public FROM " + Postgres.WRITER + ", PUBLIC");
    try {
      write(
          postgres.writing("there").creatingTable().upsertingBy("id"), NAMED, row(NAMED, 1L, "a"));
    } finally {
      postgres.run("GRANT CREATE ON SCHEMA public TO " + Postgres.WRITER);
    }
    assertThat(postgres.rows("SELECT * FROM there"), equalTo(List.of("1|a|null")));
  }

  @Test
  public void workers_thatWriteEqualKeys_doNotHinderEachOther() {
    postgres.run("CREATE TABLE hot (id bigint PRIMARY KEY, name text)");
    List<Row> rows = new ArrayList<>();
    for (long i = 0; i < 3000; i++) {
      rows.add(row(NAMED, (i * 7919) % 50, "n"));
    }
    pipeline
        .apply(Create.of(rows).withRowSchema(NAMED))
        .apply(postgres.writing("hot").upsertingBy("id").withConnections(8).withBatchSize(40));
    pipeline.run().waitUntilFinish();
    assertThat(postgres.rows("SELECT id FROM hot WHERE name = 'n'"), hasSize(50));
  }
}
