package io.summerbeam.io.jdbc;

import static io.summerbeam.sdk.testing.Leftovers.await;
import static io.summerbeam.sdk.testing.LookupAnswers.row;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.lookup.LookupException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** A server, or a way to it, that fails in the middle of a load. */
public class JdbcSnapshotOutagesTest {

  private static final Schema NUMBER =
      Schema.builder().addNullableField("n", FieldType.INT32).build();
  private static final int ROWS = 10;

  /** How many rows come at once. */
  private static final int PART = 5;

  private static Postgres postgres;

  @BeforeClass
  public static void startServer() {
    postgres = Postgres.start();
  }

  @AfterClass
  public static void stopServer() {
    postgres.close();
  }

  private static JdbcSnapshot numbers(String url) {
    return JdbcSnapshot.of(url)
        .withCredentials(Postgres.USER, postgres.password())
        .query("SELECT n FROM generate_series(1, " + ROWS + ") AS s (n)")
        .withSchema(NUMBER)
        .withFetchSize(PART)
        .withTimeout(Duration.ofSeconds(3));
  }

  @Test
  public void load_laterPartSlowerThanTheTimeout_isEndedByTheServer() throws Exception {
    JdbcSnapshot slow =
        numbers(postgres.url())
            .query(
                "SELECT n, CASE WHEN n > "
                    + PART
                    + " THEN pg_sleep(60)::text END AS slept FROM generate_series(1, "
                    + ROWS
                    + ") AS s (n)")
            .withSchema(
                Schema.builder()
                    .addFields(NUMBER.getFields())
                    .addNullableStringField("slept")
                    .build());
    List<Row> rows = new ArrayList<>();
    LookupException e = assertThrows(LookupException.class, () -> slow.load(rows::add));
    assertThat(
        e.getMessage(),
        equalTo(
            "JdbcSnapshot: the query failed (SQLState 57014): it took longer than withTimeout()."));
    assertThat(e.isRetryable(), equalTo(true));
    assertThat(rows.size(), equalTo(PART));
    await("nothing is left running", () -> postgres.connections() == 0);
  }

  @Test
  public void load_serverStoppedInTheMiddle_failsRetryable_andTheNextReadsAll() throws Exception {
    JdbcSnapshot snapshot = numbers(postgres.url());
    List<Row> before = new ArrayList<>();
    try {
      LookupException e =
          assertThrows(
              LookupException.class,
              () ->
                  snapshot.load(
                      row -> {
                        if (before.isEmpty()) {
                          postgres.stop();
                        }
                        before.add(row);
                      }));
      assertThat(e.isRetryable(), equalTo(true));
      assertThat(before.size(), equalTo(PART));
    } finally {
      postgres.startAgain();
    }
    List<Row> after = new ArrayList<>();
    snapshot.load(after::add);
    assertThat(
        after, equalTo(IntStream.rangeClosed(1, ROWS).mapToObj(n -> row(NUMBER, n)).toList()));
  }

  @Test
  public void load_networkGoneInTheMiddle_failsRetryable() throws Exception {
    List<Row> rows = new ArrayList<>();
    try (SilencedNetwork network = new SilencedNetwork(postgres.port())) {
      LookupException e =
          assertThrows(
              LookupException.class,
              () ->
                  numbers(network.url())
                      .load(
                          row -> {
                            network.silence();
                            rows.add(row);
                          }));
      assertThat(
          e.getMessage(),
          equalTo(
              "JdbcSnapshot: the query failed (SQLState 08006): the server cannot be reached."));
      assertThat(e.isRetryable(), equalTo(true));
    }
    assertThat(rows.size(), equalTo(PART));
    await("the connection is gone", () -> postgres.connections() == 0);
  }

  @Test
  public void load_networkGone_failsRetryable() throws Exception {
    try (SilencedNetwork network = new SilencedNetwork(postgres.port())) {
      network.silence();
      LookupException e =
          assertThrows(LookupException.class, () -> numbers(network.url()).load(unused -> {}));
      assertThat(e.getMessage(), startsWith("JdbcSnapshot: no connection (SQLState 08"));
      assertThat(e.isRetryable(), equalTo(true));
    }
  }
}
