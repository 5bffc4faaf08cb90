package io.summerbeam.io.jdbc;

import static io.summerbeam.sdk.testing.Leftovers.await;
import static io.summerbeam.sdk.testing.Leftovers.everything;
import static io.summerbeam.sdk.testing.Leftovers.threads;
import static io.summerbeam.sdk.testing.LookupAnswers.row;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** Rows that the database refuses, and errors that are of no row. */
@RunWith(JUnit4.class)
public class WriteJdbcFailuresTest {

  private static final Schema ITEM =
      Schema.builder()
          .addInt64Field("id")
          .addNullableStringField("name")
          .addInt32Field("amount")
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

  private static String describe(DeadLetter letter) {
    byte[] payload = letter.payload();
    return letter.reason()
        + "|"
        + letter.message()
        + "|"
        + (payload == null ? null : new String(payload, StandardCharsets.UTF_8))
        + "|"
        + letter.windowStart()
        + "|"
        + letter.eventTime()
        + "|"
        + letter.severity();
  }

  private void assertDead(DeadLetters dead, String... expected) {
    PAssert.that(
            dead.collection()
                .apply(
                    MapElements.into(TypeDescriptors.strings())
                        .via(WriteJdbcFailuresTest::describe)))
        .containsInAnyOrder(expected);
  }

  private static String letter(String message, String payload, String window, String time) {
    return "sink_rejected|" + message + "|" + payload + "|" + window + "|" + time + "|permanent";
  }

  @Test
  public void badRows_inTheMiddleOfBatches_areDeadLetters() {
    postgres.run(
        "CREATE TABLE items (id bigint PRIMARY KEY, name varchar(10) NOT NULL,"
            + " amount int CONSTRAINT amount_positive CHECK (amount > 0))",
        "INSERT INTO items VALUES (1070, 'there', 1)");
    List<TimestampedValue<Row>> rows = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String name = i == 17 ? "secret, too long" : i == 18 ? null : "n" + i;
      int amount = i == 50 ? -4711 : 1;
      rows.add(
          TimestampedValue.of(row(ITEM, 1000L + i, name, amount), Instant.ofEpochSecond(60L * i)));
      if (i != 17 && i != 18 && i != 50) {
        expected.add((1000 + i) + "|" + (i == 70 ? "there" : name) + "|1");
      }
    }
    TestStream<Row> stream =
        TestStream.create(ITEM)
            .addElements(rows.get(0), rows.subList(1, 100).toArray(new TimestampedValue[0]))
            .advanceWatermarkToInfinity();
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      pipeline
          .apply(stream)
          .apply(Window.into(FixedWindows.of(Duration.standardHours(1))))
          .apply(postgres.writing("items").withBatchSize(64).withDeadLetters(dead));
    }
    String refused = "the database refused the row (SQLState ";
    assertDead(
        dead,
        letter(
            refused + "22001): a text is too long for its column",
            "{\"id\":1017,\"name\":\"secret, too long\",\"amount\":1}",
            "1970-01-01T00:00:00.000Z",
            "1970-01-01T00:17:00.000Z"),
        letter(
            refused + "23502): there is no value for column 'name'",
            "{\"id\":1018,\"name\":null,\"amount\":1}",
            "1970-01-01T00:00:00.000Z",
            "1970-01-01T00:18:00.000Z"),
        letter(
            refused + "23514): it breaks a rule of the table (constraint 'amount_positive')",
            "{\"id\":1050,\"name\":\"n50\",\"amount\":-4711}",
            "1970-01-01T00:00:00.000Z",
            "1970-01-01T00:50:00.000Z"),
        letter(
            refused + "23505): a row with its key is there (constraint 'items_pkey')",
            "{\"id\":1070,\"name\":\"n70\",\"amount\":1}",
            "1970-01-01T01:00:00.000Z",
            "1970-01-01T01:10:00.000Z"));
    pipeline.run().waitUntilFinish();
    assertThat(postgres.rows("SELECT * FROM items ORDER BY id"), equalTo(expected));
  }

  @Test
  public void badRow_thatIsTheLastOfItsKey_leavesTheOneBefore() {
    postgres.run(
        "CREATE TABLE latest (id bigint PRIMARY KEY, name varchar(3), amount int)",
        "INSERT INTO latest VALUES (1, 'old', 0), (2, 'old', 0)");
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      pipeline
          .apply(
              WriteJdbcRowsTest.bundle(
                  ITEM,
                  List.of(
                      row(ITEM, 1L, "a", 1),
                      row(ITEM, 1L, "b", 2),
                      row(ITEM, 2L, "c", 3),
                      row(ITEM, 1L, "too long", 4),
                      row(ITEM, 3L, "d", 5))))
          .apply(postgres.writing("latest").upsertingBy("id").withDeadLetters(dead));
    }
    assertDead(
        dead,
        letter(
            "the database refused the row (SQLState 22001): a text is too long for its column",
            "{\"id\":1,\"name\":\"too long\",\"amount\":4}",
            "null",
            "null"));
    pipeline.run().waitUntilFinish();
    assertThat(
        postgres.rows("SELECT * FROM latest ORDER BY id"),
        equalTo(List.of("1|b|2", "2|c|3", "3|d|5")));
  }

  @Test
  public void badDelete_amongChanges_isADeadLetter() {
    Schema change = Schema.builder().addInt64Field("id").addBooleanField("gone").build();
    postgres.run(
        "CREATE TABLE parents (id bigint PRIMARY KEY)",
        "CREATE TABLE children (id bigint REFERENCES parents)",
        "INSERT INTO parents VALUES (1), (2), (3)",
        "INSERT INTO children VALUES (2)");
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      pipeline
          .apply(
              WriteJdbcRowsTest.bundle(
                  change,
                  List.of(
                      row(change, 1L, true),
                      row(change, 2L, true),
                      row(change, 3L, true),
                      row(change, 4L, false))))
          .apply(
              postgres
                  .writing("parents")
                  .upsertingBy("id")
                  .deletingWhere("gone")
                  .withDeadLetters(dead));
    }
    assertDead(
        dead,
        letter(
            "the database refused the row (SQLState 23503): what it refers to is not there, or is"
                + " still referred to (constraint 'children_id_fkey')",
            "{\"id\":2,\"gone\":true}",
            "null",
            "null"));
    pipeline.run().waitUntilFinish();
    assertThat(postgres.rows("SELECT * FROM parents ORDER BY id"), equalTo(List.of("2", "4")));
  }

  @Test
  public void rowsThatNoStatementCanWrite_areDeadLetters() {
    Schema schema =
        Schema.builder()
            .addNullableStringField("key")
            .addNullableField("at", FieldType.logicalType(SqlTypes.TIME))
            .build();
    postgres.run("CREATE TABLE odd (key text UNIQUE, at time)");
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      pipeline
          .apply(
              WriteJdbcRowsTest.bundle(
                  schema,
                  List.of(
                      row(schema, "a", LocalTime.NOON),
                      row(schema, "b\0", null),
                      row(schema, "c", LocalTime.ofNanoOfDay(1)),
                      row(schema, null, null),
                      row(schema, "d", null))))
          .apply(postgres.writing("odd").upsertingBy("key").withDeadLetters(dead));
    }
    assertDead(
        dead,
        letter(
            "field 'key' has a character that the database has not: a zero, or half of one",
            "{\"key\":\"b\\u0000\",\"at\":null}",
            "null",
            "null"),
        letter(
            "field 'at' has nanoseconds, which the database has not",
            "{\"key\":\"c\",\"at\":\"00:00:00.000000001\"}",
            "null",
            "null"),
        letter("its key 'key' is null", "{\"key\":null,\"at\":null}", "null", "null"));
    pipeline.run().waitUntilFinish();
    assertThat(
        postgres.rows("SELECT * FROM odd ORDER BY key"), equalTo(List.of("a|12:00:00", "d|null")));
  }

  @Test
  public void badRow_withoutDeadLetters_isThrownAndNotQuoted() throws Exception {
    postgres.run("CREATE TABLE strict (id bigint, name varchar(3), amount int)");
    pipeline
        .apply(WriteJdbcRowsTest.bundle(ITEM, List.of(row(ITEM, 1L, "secret", 1))))
        .apply(postgres.writing("strict"));
    Pipeline.PipelineExecutionException e =
        assertThrows(
            Pipeline.PipelineExecutionException.class, () -> pipeline.run().waitUntilFinish());
    assertThat(
        e.getCause().getMessage(),
        equalTo(
            "JdbcRows.write: sink_rejected: the database refused the row (SQLState 22001): a text"
                + " is too long for its column. With withDeadLetters(...) such a record goes to the"
                + " dead letters instead."));
    assertThat(everything(e), not(containsString("secret")));
    await("the connections are gone", () -> postgres.connections() == 0);
    await("its threads are gone", () -> threads("JdbcRows") == 0);
  }

  @Test
  public void errorsThatPass_areTriedAgain() {
    postgres.run(
        "CREATE TABLE contested (id bigint PRIMARY KEY, name text, amount int)",
        "CREATE SEQUENCE attempts",
        "GRANT ALL ON SEQUENCE attempts TO PUBLIC",
        "CREATE FUNCTION contest() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF"
            + " nextval('attempts') < 3 THEN RAISE EXCEPTION 'no' USING ERRCODE = '40001'; END IF;"
            + " RETURN NEW; END $$",
        "CREATE TRIGGER contest BEFORE INSERT ON contested FOR EACH ROW EXECUTE FUNCTION"
            + " contest()");
    pipeline
        .apply(WriteJdbcRowsTest.bundle(ITEM, List.of(row(ITEM, 1L, "a", 1))))
        .apply(postgres.writing("contested").withRetries(2));
    pipeline.run().waitUntilFinish();
    assertThat(postgres.rows("SELECT * FROM contested"), equalTo(List.of("1|a|1")));
    assertThat(postgres.count("SELECT last_value FROM attempts"), equalTo(3L));
  }

  @Test
  public void errorsThatDoNotPass_failTheBundle() throws Exception {
    postgres.run(
        "CREATE TABLE sleeping (id bigint PRIMARY KEY, name text, amount int)",
        "CREATE FUNCTION sleep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM"
            + " pg_sleep(60); RETURN NEW; END $$",
        "CREATE TRIGGER sleep BEFORE INSERT ON sleeping FOR EACH ROW EXECUTE FUNCTION sleep()");
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      pipeline
          .apply(WriteJdbcRowsTest.bundle(ITEM, List.of(row(ITEM, 1L, "a", 1))))
          .apply(
              postgres
                  .writing("sleeping")
                  .withTimeout(java.time.Duration.ofSeconds(1))
                  .withRetries(1)
                  .withDeadLetters(dead));
    }
    Pipeline.PipelineExecutionException e =
        assertThrows(
            Pipeline.PipelineExecutionException.class, () -> pipeline.run().waitUntilFinish());
    assertThat(
        e.getCause().getMessage(),
        equalTo(
            "JdbcRows.write sleeping: a batch was not written (SQLState 57014): it took longer than"
                + " withTimeout(). It was tried 2 times."));
    await("the connections are gone", () -> postgres.connections() == 0);
    await("its threads are gone", () -> threads("JdbcRows") == 0);
  }

  @Test
  public void tables_thatCannotBeWritten_areRefusedAtTheStart() throws Exception {
    postgres.run(
        "CREATE TABLE keyless (id bigint, name text, amount int)",
        "CREATE TABLE demanding (id bigint, name text, amount int, color text NOT NULL)",
        "CREATE TABLE filled (id bigint, name text, amount int GENERATED ALWAYS AS (1) STORED)",
        "CREATE TABLE narrow (id bigint, name text)");
    assertRefused(
        postgres.writing("absent"),
        "JdbcRows.write absent: the query is refused (SQLState 42P01): there is no such table; its"
            + " name is taken letter by letter.");
    assertRefused(
        postgres.writing("narrow"),
        "JdbcRows.write narrow: the query is refused (SQLState 42703): there is no such column; its"
            + " name is taken letter by letter.");
    assertRefused(
        postgres.writing("keyless").upsertingBy("id"),
        "JdbcRows.write keyless: the table cannot be written (SQLState 42P10): upsertingBy() must"
            + " name the columns of a unique index or of the primary key, all of them.");
    assertRefused(
        postgres.writing("demanding"),
        "JdbcRows.write demanding: the column 'color' must have a value, but there is no such"
            + " field. Add the field, or give the column a default.");
    assertRefused(
        postgres.writing("filled"),
        "JdbcRows.write filled: the table cannot be written (SQLState 428C9): a column that the"
            + " database fills itself cannot be written.");
    assertRefused(
        postgres.writing("keyless").withCredentials(Postgres.USER, postgres.password()),
        "JdbcRows.write keyless: the table cannot be written (SQLState 42501): the user may not"
            + " write it (to upsert, it must be allowed to INSERT, UPDATE and SELECT).");
    assertRefused(
        postgres.writing("keyless").withCredentials(Postgres.USER, postgres.password("hunter2")),
        "JdbcRows.write keyless: no connection (SQLState 28P01): the user or the password is"
            + " refused.");
    await("the connections are gone", () -> postgres.connections() == 0);
    await("its threads are gone", () -> threads("JdbcRows") == 0);
  }

  private static void assertRefused(WriteJdbcRows write, String message) {
    JdbcWriteException e =
        assertThrows(JdbcWriteException.class, () -> TableWriter.open(write.toWrite(ITEM)));
    assertThat(e.getMessage(), equalTo(message));
    assertThat(everything(e), not(containsString("hunter2")));
  }
}
