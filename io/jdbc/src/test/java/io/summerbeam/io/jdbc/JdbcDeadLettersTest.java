package io.summerbeam.io.jdbc;

import static io.summerbeam.io.jdbc.Letters.full;
import static io.summerbeam.io.jdbc.Letters.letter;
import static io.summerbeam.sdk.testing.Leftovers.await;
import static io.summerbeam.sdk.testing.Leftovers.threads;
import static io.summerbeam.sdk.testing.LookupAnswers.row;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.LetterFilter;
import io.summerbeam.sdk.failure.LetterStatus;
import io.summerbeam.sdk.failure.StoredLetter;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.joda.time.Instant;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** {@link JdbcDeadLetters} in a table of a server. */
@RunWith(JUnit4.class)
public class JdbcDeadLettersTest {

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

  private static JdbcDeadLetters sink(String table) {
    return JdbcDeadLetters.to(postgres.url())
        .withCredentials(Postgres.WRITER, postgres.password())
        .into(table);
  }

  private static List<DeadLetter> stored(String table) throws Exception {
    return LetterLists.of(
            JdbcDeadLetterStore.of(postgres.url())
                .withCredentials(Postgres.USER, postgres.password())
                .from(table),
            LetterFilter.all())
        .stream()
        .map(StoredLetter::letter)
        .toList();
  }

  private void write(String table, DeadLetter... letters) {
    pipeline
        .apply(
            TestStream.create(DeadLetter.coder())
                .addElements(
                    letters[0],
                    List.of(letters).subList(1, letters.length).toArray(new DeadLetter[0]))
                .advanceWatermarkToInfinity())
        .apply(sink(table));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void letters_areWrittenAndReadAsTheyWere() throws Exception {
    DeadLetter sparse =
        letter("sparse", "", 2).toBuilder().setPayload(null).setPayloadFormat(null).build();
    write("whole", full(), sparse);
    assertThat(stored("whole"), equalTo(List.of(full(), sparse)));
    assertThat(
        postgres.rows("SELECT id, headers ->> 'trace', status, replayed_at FROM whole ORDER BY id"),
        equalTo(List.of("full|\"abc\" {ü} 🎈|open|null", "sparse|null|open|null")));
    assertThat(
        postgres.rows(
            "SELECT indexdef FROM pg_indexes WHERE tablename = 'whole' AND indexdef LIKE"
                + " '%(failure_time)'"),
        equalTo(
            List.of(
                "CREATE INDEX whole_failure_time_idx ON public.whole USING btree"
                    + " (failure_time)")));
    await("the connections are gone", () -> postgres.connections() == 0);
    await("its threads are gone", () -> threads("JdbcRows") == 0);
  }

  @Test
  public void sameFailureTwice_isOneRow() throws Exception {
    write(
        "twice",
        letter("a", "first", 3),
        letter("b", "other", 3),
        letter("a", "second", 5),
        letter("a", "third", 1));
    DeadLetter merged =
        letter("a", "first", 5).toBuilder().setFirstFailureTime(Instant.ofEpochSecond(60)).build();
    assertThat(stored("twice"), equalTo(List.of(merged, letter("b", "other", 3))));
  }

  @Test
  public void failureAfterAReplay_takesTheRowOver() throws Exception {
    DeadLetter first = letter("a", "first", 3);
    DeadLetter again =
        letter("a", "mended", 9).toBuilder()
            .setAttempts(2)
            .setFirstFailureTime(Instant.ofEpochSecond(180))
            .build();
    write("again", first, letter("b", "b", 3));
    postgres.run("UPDATE again SET status = 'replayed', replayed_at = now()");
    TestPipeline second = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    second
        .apply(Create.of(again, letter("b", "b", 4)).withCoder(DeadLetter.coder()))
        .apply(sink("again"));
    second.run().waitUntilFinish();
    assertThat(
        postgres.rows(
            "SELECT id, convert_from(payload, 'UTF8'), attempts, status, replayed_at IS NULL FROM"
                + " again ORDER BY id"),
        equalTo(List.of("a|mended|2|open|t", "b|b|1|replayed|f")));
    assertThat(
        LetterLists.of(
            JdbcDeadLetterStore.of(postgres.url())
                .withCredentials(Postgres.USER, postgres.password())
                .from("again"),
            LetterFilter.all().withStatuses(LetterStatus.OPEN)),
        equalTo(List.of(new StoredLetter(again, LetterStatus.OPEN))));
  }

  @Test
  public void letter_withWhatTheDatabaseHasNot_isWrittenAnyhow() throws Exception {
    write(
        "odd",
        full().toBuilder()
            .setMessage("zero \0 here")
            .setHeaders(Map.of("k\0", "v\0"))
            .setEventTime(Instant.parse("-9999-01-01T00:00:00Z"))
            .build());
    assertThat(
        stored("odd"),
        equalTo(
            List.of(
                full().toBuilder()
                    .setMessage("zero \uFFFD here")
                    .setHeaders(Map.of("k\uFFFD", "v\uFFFD"))
                    .setEventTime(null)
                    .build())));
  }

  @Test
  public void handler_writesWhatTheDatabaseRefuses() throws Exception {
    Schema schema = Schema.builder().addInt64Field("id").addStringField("name").build();
    postgres.run("CREATE TABLE items (id bigint, name varchar(3))");
    pipeline.getOptions().setJobName("orders");
    try (DeadLetters dead = DeadLetters.in(pipeline).writeTo(sink("refused"))) {
      pipeline
          .apply(
              WriteJdbcRowsTest.bundle(
                  schema, List.of(row(schema, 1L, "a"), row(schema, 2L, "too long"))))
          .apply(postgres.writing("items").withStepName("Items").withDeadLetters(dead));
    }
    pipeline.run().waitUntilFinish();
    assertThat(postgres.rows("SELECT * FROM items"), equalTo(List.of("1|a")));
    assertThat(
        postgres.rows(
            "SELECT pipeline, step, reason, message, convert_from(payload, 'UTF8'), payload_format,"
                + " payload_schema, attempts, severity FROM refused"),
        equalTo(
            List.of(
                "orders|Items|sink_rejected|the database refused the row (SQLState 22001): a text is"
                    + " too long for its column|{\"id\":2,\"name\":\"too long\"}|row+json|id INT64,"
                    + " name STRING|1|permanent")));
  }

  @Test
  public void settings_areCheckedAndShown() {
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> JdbcDeadLetters.to("jdbc:postgresql://db/x").into("a.b.c"))
            .getMessage(),
        equalTo(
            "into() must be given 'table' or 'schema.table', but was: 'a.b.c'. Where a name has a"
                + " dot in it: into(schema, table)."));
    DisplayData shown = DisplayData.from(sink("x").into("my.ops", "t"));
    assertThat(
        shown.items().stream().map(item -> item.getKey() + "=" + item.getValue()).sorted().toList(),
        equalTo(List.of("table=my.ops.t", "url=" + postgres.url())));
  }
}
