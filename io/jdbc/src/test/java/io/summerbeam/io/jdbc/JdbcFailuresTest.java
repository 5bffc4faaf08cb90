package io.summerbeam.io.jdbc;

import static io.summerbeam.sdk.testing.Leftovers.await;
import static io.summerbeam.sdk.testing.Leftovers.everything;
import static io.summerbeam.sdk.testing.Leftovers.threads;
import static io.summerbeam.sdk.testing.LookupAnswers.answer;
import static io.summerbeam.sdk.testing.LookupAnswers.failure;
import static io.summerbeam.sdk.testing.LookupAnswers.keys;
import static io.summerbeam.sdk.testing.LookupAnswers.row;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.lookup.Lookup;
import io.summerbeam.sdk.lookup.LookupException;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.Row;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** A server that is away, slow or refuses; secrets; what is left behind. */
public class JdbcFailuresTest {

  private static final Schema ID = Schema.builder().addInt64Field("id").build();
  private static final Schema NAME = Schema.builder().addNullableStringField("name").build();

  private static Postgres postgres;

  @BeforeClass
  public static void startServer() {
    postgres = Postgres.start();
    postgres.run(
        "CREATE TABLE customers (id bigint PRIMARY KEY, name text)",
        "INSERT INTO customers VALUES (1, 'Ann')",
        "CREATE VIEW slow AS SELECT 1::bigint AS id, pg_sleep(60)::text AS name",
        "CREATE VIEW gated AS SELECT 1::bigint AS id, pg_advisory_xact_lock(7)::text AS name",
        "CREATE VIEW broken AS SELECT id, (1 / (id - 1))::text AS name FROM customers");
  }

  @AfterClass
  public static void stopServer() {
    postgres.close();
  }

  private static JdbcLookup lookup(String table) {
    return JdbcLookup.of(postgres.url())
        .withCredentials(Postgres.USER, postgres.password())
        .from(table)
        .withKey("id", FieldType.INT64)
        .withValues(NAME);
  }

  @Test
  public void server_stoppedAndStarted_failsRetryableAndAnswersAgain() throws Exception {
    try (Lookup<Row, Row> lookup = lookup("customers").open()) {
      Map<Row, Row> ann = Map.of(row(ID, 1L), row(NAME, "Ann"));
      assertThat(answer(lookup, keys(ID, 1L)), equalTo(ann));
      postgres.stop();
      try {
        for (int i = 0; i < 10; i++) {
          assertThat(failure(lookup, keys(ID, 1L)).isRetryable(), equalTo(true));
        }
        LookupException opening =
            assertThrows(LookupException.class, () -> lookup("customers").open());
        assertThat(opening.isRetryable(), equalTo(true));
        assertThat(
            opening.getMessage(),
            equalTo(
                "JdbcLookup customers: no connection (SQLState 08001): the server cannot be"
                    + " reached."));
      } finally {
        postgres.startAgain();
      }
      assertThat(answer(lookup, keys(ID, 1L, 2L)), equalTo(ann));
    }
  }

  @Test
  public void connection_ended_isReplaced() throws Exception {
    try (Lookup<Row, Row> lookup = lookup("customers").withConnections(1).open()) {
      answer(lookup, keys(ID, 1L));
      postgres.run(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ="
              + " 'summerbeam'");
      await("the connection is gone", () -> postgres.connections() == 0);
      // The first may find the dead connection; the next has another.
      lookup.get(keys(ID, 1L)).toCompletableFuture().exceptionally(e -> Map.of()).get();
      assertThat(answer(lookup, keys(ID, 1L)), equalTo(Map.of(row(ID, 1L), row(NAME, "Ann"))));
    }
  }

  @Test
  public void query_slowerThanTheTimeout_failsRetryable() throws Exception {
    try (Lookup<Row, Row> lookup = lookup("slow").withTimeout(Duration.ofSeconds(1)).open()) {
      long start = System.nanoTime();
      LookupException e = failure(lookup, keys(ID, 1L));
      assertThat(
          e.getMessage(),
          equalTo(
              "JdbcLookup slow: the query failed (SQLState 57014): it took longer than"
                  + " withTimeout()."));
      assertThat(e.isRetryable(), equalTo(true));
      assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start), lessThan(20L));
      // The driver's timer would stay for good where a connection is aborted at the wrong moment.
      assertThat(threads("PostgreSQL-JDBC-SharedTimer"), equalTo(0L));
    }
  }

  @Test
  public void queries_moreThanThereAreConnections_areSentWhenOneIsFree() throws Exception {
    try (Connection gate = DriverManager.getConnection(postgres.url(), "postgres", "");
        Statement statement = gate.createStatement();
        Lookup<Row, Row> lookup =
            lookup("gated").withConnections(1).withTimeout(Duration.ofMinutes(1)).open()) {
      statement.execute("SELECT pg_advisory_lock(7)");
      CountDownLatch firstSent = new CountDownLatch(1);
      AtomicInteger sent = new AtomicInteger();
      CompletableFuture<Map<Row, Row>> first =
          lookup.get(keys(ID, 1L), firstSent::countDown).toCompletableFuture();
      CompletableFuture<Map<Row, Row>> second =
          lookup.get(keys(ID, 1L), sent::incrementAndGet).toCompletableFuture();
      assertThat(firstSent.await(60, TimeUnit.SECONDS), equalTo(true));
      assertThat(sent.get(), equalTo(0));

      statement.execute("SELECT pg_advisory_unlock(7)");

      assertThat(first.get(60, TimeUnit.SECONDS).keySet(), equalTo(keys(ID, 1L)));
      assertThat(second.get(60, TimeUnit.SECONDS).keySet(), equalTo(keys(ID, 1L)));
      assertThat(sent.get(), equalTo(1));
    }
  }

  @Test
  public void query_thatNobodyWaitsForAnyMore_makesWayWhenItsTimeIsOver() throws Exception {
    try (Lookup<Row, Row> lookup =
        lookup("slow").withConnections(1).withTimeout(Duration.ofSeconds(1)).open()) {
      CountDownLatch sent = new CountDownLatch(1);
      CompletableFuture<Map<Row, Row>> cancelled =
          lookup.get(keys(ID, 1L), sent::countDown).toCompletableFuture();
      assertThat(sent.await(60, TimeUnit.SECONDS), equalTo(true));
      cancelled.cancel(true);

      // It is sent, for it fails as one that was.
      assertThat(failure(lookup, keys(ID, 1L)).getMessage(), containsString("SQLState 57014"));
    }
  }

  @Test
  public void server_thatAnswersNothing_failsRetryable() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      JdbcLookup lookup =
          JdbcLookup.of("jdbc:postgresql://127.0.0.1:" + mute.getLocalPort() + "/x")
              .withCredentials("u", postgres.password())
              .from("t")
              .withKey("id", FieldType.INT64)
              .withValues(NAME)
              .withTimeout(Duration.ofSeconds(1));
      LookupException e = assertThrows(LookupException.class, lookup::open);
      assertThat(e.isRetryable(), equalTo(true));
    }
  }

  @Test
  public void password_wrong_isPermanentAndNotShown() {
    LookupException e =
        assertThrows(
            LookupException.class,
            () ->
                lookup("customers")
                    .withCredentials(Postgres.USER, postgres.password("wrong-hunter2"))
                    .open());
    assertThat(
        e.getMessage(),
        equalTo(
            "JdbcLookup customers: no connection (SQLState 28P01): the user or the password is"
                + " refused."));
    assertThat(e.isRetryable(), equalTo(false));
    assertThat(everything(e), not(containsString("hunter2")));
  }

  @Test
  public void password_missing_isPermanent() {
    LookupException e =
        assertThrows(
            LookupException.class,
            () ->
                lookup("customers")
                    .withCredentials(
                        "u", io.summerbeam.sdk.secret.KeySource.of("env:SUMMERBEAM_NOT_SET"))
                    .open());
    assertThat(
        e.getMessage(),
        equalTo(
            "JdbcLookup customers: there is no password. env:SUMMERBEAM_NOT_SET: the environment"
                + " variable is not set. Set it on every worker."));
    assertThat(e.isRetryable(), equalTo(false));
  }

  @Test
  public void secrets_areNotInTheSerializedFormOrText() throws Exception {
    JdbcLookup lookup = lookup("customers");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(lookup);
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8), not(containsString(Postgres.PASSWORD)));
    assertThat(lookup.toString(), not(containsString(Postgres.PASSWORD)));
    assertThat(lookup.toString(), containsString("password=file:"));
    JdbcLookup travelled = SerializableUtils.ensureSerializable(lookup);
    assertThat(travelled, equalTo(lookup));
    try (Lookup<Row, Row> open = travelled.open()) {
      assertThat(answer(open, keys(ID, 1L)), equalTo(Map.of(row(ID, 1L), row(NAME, "Ann"))));
    }
  }

  @Test
  public void error_ofTheDatabase_quotesNothing() throws Exception {
    postgres.run(
        "CREATE OR REPLACE FUNCTION tell(t bigint) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE"
            + " EXCEPTION 'the key is %', t; END $$",
        "CREATE VIEW telling AS SELECT id + 4710 AS id, tell(id + 4710) AS name FROM customers");
    try (Lookup<Row, Row> lookup = lookup("telling").open()) {
      LookupException e = failure(lookup, keys(ID, 4711L));
      assertThat(e.getMessage(), equalTo("JdbcLookup telling: the query failed (SQLState P0001)."));
      assertThat(everything(e), not(containsString("4711")));
      assertThat(e.isRetryable(), equalTo(false));
    }
  }

  @Test
  public void lookup_afterAPermanentError_answersOn() throws Exception {
    try (Lookup<Row, Row> lookup = lookup("broken").withConnections(1).open()) {
      LookupException e = failure(lookup, keys(ID, 1L));
      assertThat(e.getMessage(), equalTo("JdbcLookup broken: the query failed (SQLState 22012)."));
      assertThat(answer(lookup, keys(ID, 2L)), equalTo(Map.of()));
    }
  }

  @Test
  public void close_leavesNoThreadsAndConnections() throws Exception {
    await("the others' connections are gone", () -> postgres.connections() == 0);
    for (int i = 0; i < 20; i++) {
      try (Lookup<Row, Row> lookup = lookup("customers").withConnections(3).open()) {
        CompletableFuture<?>[] answers = new CompletableFuture<?>[10];
        for (int k = 0; k < answers.length; k++) {
          answers[k] = lookup.get(keys(ID, (long) k)).toCompletableFuture();
        }
        CompletableFuture.allOf(answers).get(60, TimeUnit.SECONDS);
      }
    }
    await("its threads are gone", () -> threads("JdbcLookup") == 0);
    await("the connections are gone", () -> postgres.connections() == 0);
    await("the driver's timer is gone", () -> threads("PostgreSQL-JDBC") == 0);
  }

  @Test
  public void close_whileAQueryRuns_endsIt() throws Exception {
    Lookup<Row, Row> lookup = lookup("slow").withConnections(1).open();
    CompletableFuture<Map<Row, Row>> running = lookup.get(keys(ID, 1L)).toCompletableFuture();
    CompletableFuture<Map<Row, Row>> waiting = lookup.get(keys(ID, 1L)).toCompletableFuture();
    await(
        "the query runs",
        () ->
            postgres.count(
                    "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'summerbeam'"
                        + " AND state = 'active'")
                == 1);
    long start = System.nanoTime();
    lookup.close();
    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start), lessThan(8L));
    for (CompletableFuture<Map<Row, Row>> each : java.util.List.of(running, waiting)) {
      ExecutionException e =
          assertThrows(ExecutionException.class, () -> each.get(10, TimeUnit.SECONDS));
      assertThat(((LookupException) e.getCause()).isRetryable(), equalTo(true));
    }
    await("its threads are gone", () -> threads("JdbcLookup") == 0);
    assertThat(
        failure(lookup, keys(ID, 1L)).getMessage(), equalTo("JdbcLookup: the lookup is closed."));
  }
}
