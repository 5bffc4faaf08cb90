package io.summerbeam.io.jdbc;

import static io.summerbeam.sdk.testing.Leftovers.everything;
import static io.summerbeam.sdk.testing.LookupAnswers.row;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.lookup.LookupException;
import io.summerbeam.sdk.testing.Leftovers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.Row;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** {@link JdbcSnapshot} against a server. */
public class JdbcSnapshotTest {

  private static final Schema AIRPORT =
      Schema.builder().addStringField("iata").addNullableStringField("state").build();

  private static Postgres postgres;

  @BeforeClass
  public static void startServer() {
    postgres = Postgres.start();
    postgres.run(
        "CREATE TABLE airports (iata text PRIMARY KEY, name text, state text)",
        "INSERT INTO airports VALUES ('ABC', 'A', 'TX'), ('DEF', 'D', NULL)",
        "CREATE VIEW slow AS SELECT pg_sleep(60)::text AS iata");
  }

  @AfterClass
  public static void stopServer() {
    postgres.close();
  }

  private static JdbcSnapshot database() {
    return JdbcSnapshot.of(postgres.url()).withCredentials(Postgres.USER, postgres.password());
  }

  private static List<Row> load(JdbcSnapshot snapshot) throws LookupException {
    List<Row> rows = new ArrayList<>();
    snapshot.load(rows::add);
    return rows;
  }

  @Test
  public void load_table_readsTheFieldsColumns() throws Exception {
    JdbcSnapshot snapshot = database().from("public.airports").withSchema(AIRPORT);
    assertThat(snapshot.schema(), equalTo(AIRPORT));
    assertThat(
        load(snapshot), containsInAnyOrder(row(AIRPORT, "ABC", "TX"), row(AIRPORT, "DEF", null)));
  }

  @Test
  public void load_query_readsItsAnswer() throws Exception {
    JdbcSnapshot snapshot =
        database()
            .query("SELECT lower(iata) AS iata, state, 1 AS n FROM airports -- all")
            .withSchema(AIRPORT);
    assertThat(
        load(snapshot), containsInAnyOrder(row(AIRPORT, "abc", "TX"), row(AIRPORT, "def", null)));
  }

  @Test
  public void load_oddNames_areQuoted() throws Exception {
    postgres.run("CREATE SCHEMA \"s.x\"", "CREATE TABLE \"s.x\".\"T\"\"\" AS SELECT 1 AS \"a b\"");
    Schema schema = Schema.builder().addNullableField("a b", FieldType.INT32).build();
    assertThat(
        load(database().from("s.x", "T\"").withSchema(schema)), equalTo(List.of(row(schema, 1))));
  }

  @Test
  public void withSchemaOfDatabase_readsTheTypes() throws Exception {
    JdbcSnapshot snapshot =
        database().query("SELECT iata, 1.50::numeric AS n FROM airports").withSchemaOfDatabase();
    Schema schema =
        Schema.builder()
            .addNullableStringField("iata")
            .addNullableField("n", FieldType.DECIMAL)
            .build();
    // What a query makes of a column is not known to be required.
    assertThat(snapshot.schema().getFieldNames(), equalTo(schema.getFieldNames()));
    assertThat(
        load(snapshot).stream().map(row -> row.getString("iata") + row.getDecimal("n")).toList(),
        containsInAnyOrder("ABC1.50", "DEF1.50"));
  }

  @Test
  public void load_largeTable_isFetchedInParts() throws Exception {
    Schema schema = Schema.builder().addNullableStringField("text").build();
    // 600 MB, which is not held at once.
    JdbcSnapshot snapshot =
        database()
            .query("SELECT repeat('x', 2000) AS text FROM generate_series(1, 300000)")
            .withSchema(schema)
            .withFetchSize(1_000);
    AtomicLong count = new AtomicLong();
    AtomicLong most = new AtomicLong();
    Runtime runtime = Runtime.getRuntime();
    snapshot.load(
        row -> {
          if (count.incrementAndGet() % 100_000 == 0) {
            System.gc();
            most.set(Math.max(most.get(), runtime.totalMemory() - runtime.freeMemory()));
          }
        });
    assertThat(count.get(), equalTo(300_000L));
    assertThat(most.get(), lessThan(300L << 20));
  }

  @Test
  public void load_slowerThanTheTimeout_failsRetryable() {
    JdbcSnapshot snapshot =
        database()
            .from("slow")
            .withSchema(Schema.builder().addStringField("iata").build())
            .withTimeout(Duration.ofSeconds(1));
    LookupException e = assertThrows(LookupException.class, () -> load(snapshot));
    assertThat(e.isRetryable(), equalTo(true));
    assertThat(e.getMessage(), containsString("SQLState 57014"));
  }

  @Test
  public void load_writing_isRefused() {
    JdbcSnapshot snapshot =
        JdbcSnapshot.of(postgres.url())
            .withCredentials("postgres", postgres.password())
            .query("WITH gone AS (DELETE FROM airports RETURNING iata) SELECT iata FROM gone")
            .withSchema(Schema.builder().addStringField("iata").build());
    assertThrows(LookupException.class, () -> load(snapshot));
    assertThat(postgres.count("SELECT count(*) FROM airports"), equalTo(2L));
  }

  @Test
  public void load_missingTableOrWrongType_isPermanent() {
    LookupException missing =
        assertThrows(
            LookupException.class, () -> load(database().from("nowhere").withSchema(AIRPORT)));
    assertThat(missing.isRetryable(), equalTo(false));
    Schema wrong = Schema.builder().addInt32Field("iata").build();
    LookupException type =
        assertThrows(
            LookupException.class, () -> load(database().from("airports").withSchema(wrong)));
    assertThat(
        type.getMessage(),
        equalTo(
            "JdbcSnapshot airports: the column is of type text, which is not read as iata INT32."));
  }

  @Test
  public void load_wrongPassword_isPermanentAndNotShown() {
    LookupException e =
        assertThrows(
            LookupException.class,
            () ->
                load(
                    database()
                        .withCredentials(Postgres.USER, postgres.password("hunter2"))
                        .from("airports")
                        .withSchema(AIRPORT)));
    assertThat(e.isRetryable(), equalTo(false));
    assertThat(everything(e), not(containsString("hunter2")));
  }

  @Test
  public void load_consumerThrows_closesTheConnection() throws Exception {
    JdbcSnapshot snapshot = database().from("airports").withSchema(AIRPORT);
    assertThrows(
        IllegalArgumentException.class,
        () ->
            snapshot.load(
                row -> {
                  throw new IllegalArgumentException("twice");
                }));
    Leftovers.await("the connection is gone", () -> postgres.connections() == 0);
  }

  @Test
  public void settings_wrongOnes_areRefused() {
    assertThrows(IllegalArgumentException.class, () -> database().query(" "));
    assertThrows(IllegalArgumentException.class, () -> database().withFetchSize(0));
    assertThrows(IllegalArgumentException.class, () -> database().withFetchSize(1_000_001));
    assertThrows(
        IllegalArgumentException.class, () -> database().withSchema(Schema.builder().build()));
    assertThrows(
        IllegalArgumentException.class, () -> JdbcSnapshot.of("jdbc:postgresql://h/?password=x"));
    assertThat(
        assertThrows(IllegalStateException.class, () -> load(database().from("airports")))
            .getMessage(),
        equalTo("JdbcSnapshot airports: there is no schema. Give one with withSchema()."));
    assertThat(
        assertThrows(IllegalStateException.class, () -> load(database().withSchema(AIRPORT)))
            .getMessage(),
        equalTo("JdbcSnapshot: say what to read: from(table) or query(sql)."));
  }

  @Test
  public void loaders_ofEqualSettings_areEqualAndTravel() {
    JdbcSnapshot snapshot = JdbcSnapshot.of(postgres.url()).query("SELECT 1").withSchema(AIRPORT);
    assertThat(
        snapshot, equalTo(JdbcSnapshot.of(postgres.url()).query("SELECT 1").withSchema(AIRPORT)));
    assertThat(snapshot, not(equalTo(snapshot.from("airports"))));
    assertThat(SerializableUtils.ensureSerializable(snapshot), equalTo(snapshot));
  }
}
