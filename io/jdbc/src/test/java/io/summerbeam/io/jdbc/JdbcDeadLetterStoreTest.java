package io.summerbeam.io.jdbc;

import static io.summerbeam.io.jdbc.Letters.letter;
import static io.summerbeam.sdk.testing.Leftovers.await;
import static io.summerbeam.sdk.testing.Leftovers.threads;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.LetterFilter;
import io.summerbeam.sdk.failure.LetterScan;
import io.summerbeam.sdk.failure.LetterStatus;
import io.summerbeam.sdk.failure.RefusedRecord;
import io.summerbeam.sdk.failure.ReplayDelivery;
import io.summerbeam.sdk.failure.ReplayRecord;
import io.summerbeam.sdk.failure.ReplaySession;
import io.summerbeam.sdk.failure.ReplayTarget;
import io.summerbeam.sdk.failure.ReplayUnderWayException;
import io.summerbeam.sdk.failure.ReplayWriter;
import io.summerbeam.sdk.failure.StoredLetter;
import io.summerbeam.sdk.format.JsonFormat;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** The letters of a table, scanned, followed and replayed. */
@RunWith(JUnit4.class)
public class JdbcDeadLetterStoreTest {

  private static final Schema ITEM =
      Schema.builder().addInt64Field("id").addStringField("name").build();

  private static Postgres postgres;

  @BeforeClass
  public static void startServer() {
    postgres = Postgres.start();
  }

  @AfterClass
  public static void stopServer() {
    postgres.close();
  }

  @Before
  public void makeTables() throws Exception {
    postgres.run(
        "DROP TABLE IF EXISTS dead_letters, items CASCADE",
        "CREATE TABLE items (id bigint, name varchar(5))");
    put(item(1, "a"), item(2, "b"), item(3, "c"));
  }

  @After
  public void nothingIsLeft() throws Exception {
    await("the connections are gone", () -> postgres.connections() == 0);
    await("the threads are gone", () -> threads("Jdbc") == 0);
  }

  private static DeadLetter item(int id, String name) {
    return letter("id" + id, "{\"id\":" + id + ",\"name\":\"" + name + "\"}", id);
  }

  /** Writes letters as the sink does, each in a transaction of its own. */
  private static void put(DeadLetter... letters) throws Exception {
    try (TableWriter writer =
        TableWriter.open(
            JdbcDeadLetters.to(postgres.url())
                .withCredentials(Postgres.WRITER, postgres.password())
                .toWrite())) {
      for (DeadLetter letter : letters) {
        Row row = DeadLetterTable.toRow(letter);
        PendingRow pending =
            PendingRow.withoutTime(
                row,
                writer
                    .rowWriter()
                    .encode(
                        row,
                        WrittenFields.places(DeadLetterTable.SCHEMA, DeadLetterTable.SCHEMA),
                        false),
                List.of(),
                false);
        assertThat(writer.write(List.of(pending), () -> {}).rejection() == null, equalTo(true));
      }
    }
  }

  private static JdbcDeadLetterStore store() {
    return JdbcDeadLetterStore.of(postgres.url())
        .withCredentials(Postgres.WRITER, postgres.password());
  }

  private static JdbcReplayTarget items() {
    return JdbcReplayTarget.into(postgres.writing("items"), ITEM);
  }

  private static List<String> ids(LetterFilter filter) throws Exception {
    return LetterLists.of(store(), filter).stream().map(found -> found.letter().id()).toList();
  }

  private static List<String> statuses() {
    return postgres.rows("SELECT id, status, replayed_at IS NULL FROM dead_letters ORDER BY id");
  }

  @Test
  public void scan_givesWhatTheFilterTakes() throws Exception {
    put(
        letter("other", "{}", 9).toBuilder()
            .setPipeline("flights")
            .setStep("Read")
            .setReason("malformed")
            .setSeverity("retryable")
            .build());
    postgres.run("UPDATE dead_letters SET status = 'parked' WHERE id = 'id2'");
    LetterFilter all = LetterFilter.all();
    assertThat(
        LetterLists.of(store(), all),
        equalTo(
            List.of(
                new StoredLetter(item(1, "a"), LetterStatus.OPEN),
                new StoredLetter(item(2, "b"), LetterStatus.PARKED),
                new StoredLetter(item(3, "c"), LetterStatus.OPEN),
                new StoredLetter(
                    letter("other", "{}", 9).toBuilder()
                        .setPipeline("flights")
                        .setStep("Read")
                        .setReason("malformed")
                        .setSeverity("retryable")
                        .build(),
                    LetterStatus.OPEN))));
    assertThat(ids(all.withIds("id3", "id1", "' OR true --")), equalTo(List.of("id1", "id3")));
    assertThat(ids(all.withoutIds("id3", "other")), equalTo(List.of("id1", "id2")));
    assertThat(ids(all.withPipelines("flights")), equalTo(List.of("other")));
    assertThat(ids(all.withSteps("Read")), equalTo(List.of("other")));
    assertThat(ids(all.withReasons("malformed")), equalTo(List.of("other")));
    assertThat(ids(all.withSeverities("retryable")), equalTo(List.of("other")));
    assertThat(ids(all.withStatuses(LetterStatus.PARKED)), equalTo(List.of("id2")));
    assertThat(
        ids(
            all.withFailedFrom(Instant.ofEpochSecond(120))
                .withFailedBefore(Instant.ofEpochSecond(180))),
        equalTo(List.of("id2")));
  }

  @Test
  public void scan_rowsOfAnotherVersion_areCounted() throws Exception {
    postgres.run(
        "UPDATE dead_letters SET version = 99 WHERE id = 'id1'",
        "UPDATE dead_letters SET headers = '[]' WHERE id = 'id2'");
    try (LetterScan scan = store().scan(LetterFilter.all())) {
      assertThat(scan.next(), equalTo(new StoredLetter(item(3, "c"), LetterStatus.OPEN)));
      assertThat(scan.next(), nullValue());
      assertThat(scan.unreadable(), equalTo(2L));
    }
  }

  @Test
  public void scan_withoutTable_saysSo() {
    IOException e =
        assertThrows(IOException.class, () -> store().from("absent").scan(LetterFilter.all()));
    assertThat(
        e.getMessage(),
        equalTo(
            postgres.url()
                + " absent: the query is refused (SQLState 42P01): there is no such table; its name"
                + " is taken letter by letter."));
  }

  @Test
  public void query_slowerThanTheTimeout_isEndedByTheServer() {
    postgres.run(
        "CREATE VIEW slow AS SELECT * FROM dead_letters WHERE pg_sleep(60)::text IS NOT NULL");
    JdbcDeadLetterStore slow = store().withTimeout(Duration.ofSeconds(3)).from("slow");
    String ended =
        postgres.url() + " slow: it failed (SQLState 57014): it took longer than withTimeout().";
    IOException scanned = assertThrows(IOException.class, () -> slow.scan(LetterFilter.all()));
    assertThat(scanned.getMessage(), equalTo(ended));
    IOException followed = assertThrows(IOException.class, () -> slow.follow(LetterFilter.all()));
    assertThat(followed.getMessage(), equalTo(ended));
  }

  @Test
  public void follow_givesWhatIsWrittenFromNowOn() throws Exception {
    try (LetterScan follow = store().follow(LetterFilter.all().withReasons("sink_rejected"))) {
      assertThat(follow.next(), nullValue());
      put(item(4, "d"), item(1, "a"));
      put(letter("other", "{}", 9).toBuilder().setReason("late").build(), item(5, "e"));
      List<String> found = new ArrayList<>();
      await(
          "two letters",
          () -> {
            try {
              StoredLetter next = follow.next();
              if (next != null) {
                found.add(next.letter().id());
              }
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
            return found.size() == 2;
          });
      assertThat(found, equalTo(List.of("id4", "id5")));
      assertThat(follow.next(), nullValue());
    }
  }

  @Test
  public void replay_intoTheSameDatabase_deliversOnce() throws Exception {
    try (ReplaySession replay = store().replay(items())) {
      assertThat(replay.delivery(), equalTo(ReplayDelivery.ONCE));
      assertThat(replay.deliver(item(1, "a"), ReplayRecord.of(item(1, "a"))), equalTo(true));
      assertThat(replay.deliver(item(1, "a"), ReplayRecord.of(item(1, "a"))), equalTo(false));
      assertThat(replay.park(item(2, "b")), equalTo(true));
      assertThat(replay.park(item(2, "b")), equalTo(false));
      assertThat(postgres.rows("SELECT * FROM items"), equalTo(List.of()));
      replay.commit();
    }
    assertThat(postgres.rows("SELECT * FROM items"), equalTo(List.of("1|a")));
    assertThat(statuses(), equalTo(List.of("id1|replayed|f", "id2|parked|t", "id3|open|t")));
    try (ReplaySession replay = store().replay(items())) {
      assertThat(replay.deliver(item(1, "a"), ReplayRecord.of(item(1, "a"))), equalTo(false));
      // Parked ones are, where the caller asks for them; ones with other attempts are not there.
      assertThat(replay.deliver(item(2, "b"), ReplayRecord.of(item(2, "b"))), equalTo(true));
      DeadLetter later = item(3, "c").toBuilder().setAttempts(2).build();
      assertThat(replay.deliver(later, ReplayRecord.of(later)), equalTo(false));
      replay.commit();
    }
    assertThat(postgres.rows("SELECT * FROM items ORDER BY id"), equalTo(List.of("1|a", "2|b")));
  }

  @Test
  public void replay_thatDiesBeforeItsCommit_leavesLettersOpen() throws Exception {
    try (ReplaySession replay = store().replay(items())) {
      replay.deliver(item(1, "a"), ReplayRecord.of(item(1, "a")));
    }
    assertThat(postgres.rows("SELECT * FROM items"), equalTo(List.of()));
    assertThat(statuses(), equalTo(List.of("id1|open|t", "id2|open|t", "id3|open|t")));
  }

  private static ReplayRecord tooLong(int number) {
    return ReplayRecord.of(item(number, "secret"));
  }

  private static final String TOO_LONG =
      "the database refused the row (SQLState 22001): a text is too long for its column";

  @Test
  public void replay_recordsThatAreRefused_holdUpNoOther() throws Exception {
    postgres.run("UPDATE dead_letters SET status = 'unconfirmed' WHERE id = 'id2'");
    put(item(4, "d"), item(5, "e"), item(6, "f"));
    try (ReplaySession replay = store().replay(items())) {
      for (int i : List.of(1, 3, 4)) {
        assertThat(replay.deliver(item(i, "x"), ReplayRecord.of(item(i, "x"))), equalTo(true));
      }
      assertThat(replay.park(item(5, "e")), equalTo(true));
      assertThat(replay.deliver(item(2, "b"), tooLong(2)), equalTo(true));
      assertThat(replay.deliver(item(6, "f"), tooLong(6)), equalTo(true));
      assertThat(
          replay.commit(),
          equalTo(
              List.of(
                  new RefusedRecord(tooLong(2), TOO_LONG),
                  new RefusedRecord(tooLong(6), TOO_LONG))));
      assertThat(
          statuses(),
          equalTo(
              List.of(
                  "id1|replayed|f",
                  "id2|unconfirmed|t",
                  "id3|replayed|f",
                  "id4|replayed|f",
                  "id5|parked|t",
                  "id6|open|t")));
      // The session goes on; so does one of a letter that was mended.
      assertThat(replay.deliver(item(2, "b"), ReplayRecord.of(item(2, "b"))), equalTo(true));
      assertThat(replay.commit(), equalTo(List.of()));
    }
    assertThat(
        postgres.rows("SELECT * FROM items ORDER BY id"),
        equalTo(List.of("1|x", "2|b", "3|x", "4|x")));
  }

  @Test
  public void replay_keyThatIsThereAlready_refusesThatRowAlone() throws Exception {
    // Only the end of the transaction finds it.
    postgres.run(
        "ALTER TABLE items ADD UNIQUE (id) DEFERRABLE INITIALLY DEFERRED",
        "INSERT INTO items VALUES (2, 'old')");
    try (ReplaySession replay = store().replay(items())) {
      for (int i = 1; i <= 3; i++) {
        replay.deliver(item(i, "x"), ReplayRecord.of(item(i, "x")));
      }
      assertThat(
          replay.commit(),
          equalTo(
              List.of(
                  new RefusedRecord(
                      ReplayRecord.of(item(2, "x")),
                      "the database refused the row (SQLState 23505): a row with its key is there"
                          + " (constraint 'items_id_key')"))));
    }
    assertThat(
        postgres.rows("SELECT * FROM items ORDER BY id"), equalTo(List.of("1|x", "2|old", "3|x")));
    assertThat(statuses(), equalTo(List.of("id1|replayed|f", "id2|open|t", "id3|replayed|f")));
  }

  @Test
  public void replay_recordThatNoStatementCanWrite_isRefused() throws Exception {
    JdbcReplayTarget upserting =
        JdbcReplayTarget.into(
            postgres.writing("items").upsertingBy("id"),
            Schema.builder()
                .addNullableField("id", FieldType.INT64)
                .addStringField("name")
                .build());
    postgres.run("ALTER TABLE items ADD UNIQUE (id)");
    ReplayRecord keyless = ReplayRecord.of(letter("id2", "{\"id\":null,\"name\":\"b\"}", 2));
    RefusedRecord refused = new RefusedRecord(keyless, "its key 'id' is null");
    try (ReplaySession replay = store().replay(upserting)) {
      assertThat(replay.deliver(item(2, "b"), keyless), equalTo(true));
      replay.deliver(item(3, "c"), ReplayRecord.of(item(3, "c")));
      assertThat(replay.commit(), equalTo(List.of(refused)));
    }
    assertThat(statuses(), equalTo(List.of("id1|open|t", "id2|open|t", "id3|replayed|f")));
    try (ReplayWriter writer = upserting.open()) {
      writer.write(keyless);
      writer.write(ReplayRecord.of(item(1, "a")));
      assertThat(writer.flush(), equalTo(List.of(refused)));
    }
    assertThat(postgres.rows("SELECT * FROM items ORDER BY id"), equalTo(List.of("1|a", "3|c")));
  }

  @Test
  public void replay_databaseThatGoesAway_endsIt() throws Exception {
    try (ReplaySession replay = store().replay(items())) {
      replay.deliver(item(1, "a"), ReplayRecord.of(item(1, "a")));
      postgres.run(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '"
              + Postgres.WRITER
              + "'");
      assertThrows(IOException.class, replay::commit);
    }
    assertThat(postgres.rows("SELECT * FROM items"), equalTo(List.of()));
    assertThat(statuses(), equalTo(List.of("id1|open|t", "id2|open|t", "id3|open|t")));
  }

  @Test
  public void replays_oneAtATime() throws Exception {
    try (ReplaySession replay = store().replay(items())) {
      ReplayUnderWayException e =
          assertThrows(ReplayUnderWayException.class, () -> store().replay(new Elsewhere(false)));
      assertThat(
          e.getMessage(),
          equalTo(
              "Another replay of "
                  + postgres.url()
                  + " dead_letters is under way. Wait for its end."));
      assertThrows(ReplayUnderWayException.class, () -> store().replay(items()));
      replay.commit();
    }
    store().replay(items()).close();
  }

  @Test
  public void replay_elsewhere_deliversAtLeastOnce() throws Exception {
    Elsewhere.ARRIVED.clear();
    try (ReplaySession replay = store().replay(new Elsewhere(true))) {
      assertThat(replay.delivery(), equalTo(ReplayDelivery.AT_LEAST_ONCE));
      replay.deliver(item(1, "a"), ReplayRecord.of(item(1, "a")));
      assertThrows(IOException.class, replay::commit);
    }
    assertThat(statuses(), equalTo(List.of("id1|unconfirmed|t", "id2|open|t", "id3|open|t")));
    try (ReplaySession replay = store().replay(new Elsewhere(false))) {
      for (StoredLetter found : LetterLists.of(store(), LetterFilter.all())) {
        replay.deliver(found.letter(), ReplayRecord.of(found.letter()));
      }
      replay.commit();
      assertThat(replay.deliver(item(1, "a"), ReplayRecord.of(item(1, "a"))), equalTo(false));
    }
    assertThat(Elsewhere.ARRIVED, equalTo(List.of("id1", "id1", "id2", "id3")));
    assertThat(statuses(), equalTo(List.of("id1|replayed|f", "id2|replayed|f", "id3|replayed|f")));
  }

  @Test
  public void target_refusesWhatIsNoRow() {
    JdbcReplayTarget target = items();
    assertThat(target.refusal(ReplayRecord.of(item(1, "a"))), nullValue());
    assertThat(
        target.refusal(
            ReplayRecord.of(item(1, "a").toBuilder().setPayloadFormat("row+json").build())),
        nullValue());
    assertThat(
        target.refusal(ReplayRecord.of(item(1, "a").toBuilder().setPayloadFormat("csv").build())),
        equalTo("its payload is no json, but csv"));
    assertThat(
        target.refusal(ReplayRecord.of(item(1, "a").toBuilder().setPayload(null).build())),
        equalTo("it has no payload"));
    assertThat(
        target.refusal(ReplayRecord.of(letter("x", "{\"id\":1}", 1))),
        equalTo(
            "its payload is not as the schema says: field 'name' must be a string, but is missing"));
    // What the source had, of which the pipeline made the row: the name would be null.
    ReplayRecord ofSource = ReplayRecord.of(letter("x", "{\"id\":1,\"title\":\"a\"}", 1));
    JdbcReplayTarget nullable = JdbcReplayTarget.into(postgres.writing("items"));
    assertThat(
        nullable.refusal(ofSource),
        equalTo(
            "its payload is not as the schema says: field 'name' must be a string, but is missing"));
    assertThat(nullable.withFormat(JsonFormat.of()).refusal(ofSource), nullValue());
    assertThat(target.toString(), equalTo(postgres.url() + " items"));
    assertThat(store().toString(), equalTo(postgres.url() + " dead_letters"));
  }

  @Test
  public void target_withTheSchemaOfItsTable_isWritten() throws Exception {
    JdbcReplayTarget target = JdbcReplayTarget.into(postgres.writing("items"));
    assertThat(
        target.schema(),
        equalTo(
            Schema.builder()
                .addNullableField("id", FieldType.INT64)
                .addNullableField("name", FieldType.STRING)
                .build()));
    try (ReplaySession replay = store().replay(target)) {
      DeadLetter nameless = letter("id1", "{\"id\":1,\"name\":null}", 1);
      assertThat(replay.deliver(nameless, ReplayRecord.of(nameless)), equalTo(true));
      replay.commit();
    }
    assertThat(postgres.rows("SELECT * FROM items"), equalTo(List.of("1|null")));
  }

  @Test
  public void target_ofAnyStore_isWritten() throws Exception {
    try (ReplayWriter writer = items().open()) {
      writer.write(ReplayRecord.of(item(1, "a")));
      assertThat(writer.flush(), equalTo(List.of()));
      writer.write(ReplayRecord.of(item(2, "b")));
      writer.write(tooLong(3));
      writer.write(ReplayRecord.of(item(4, "d")));
      assertThat(writer.flush(), equalTo(List.of(new RefusedRecord(tooLong(3), TOO_LONG))));
      assertThat(writer.flush(), equalTo(List.of()));
    }
    assertThat(
        postgres.rows("SELECT * FROM items ORDER BY id"), equalTo(List.of("1|a", "2|b", "4|d")));
  }

  /** A target that is no table. */
  private static final class Elsewhere implements ReplayTarget {

    private static final long serialVersionUID = 1;
    private static final List<String> ARRIVED = new ArrayList<>();

    private final boolean dies;

    Elsewhere(boolean dies) {
      this.dies = dies;
    }

    @Override
    public ReplayWriter open() {
      return new ReplayWriter() {
        @Override
        public void write(ReplayRecord record) {
          ARRIVED.add(record.letterId());
        }

        @Override
        public List<RefusedRecord> flush() throws IOException {
          if (dies) {
            throw new IOException("gone");
          }
          return List.of();
        }

        @Override
        public void close() {}
      };
    }
  }
}
