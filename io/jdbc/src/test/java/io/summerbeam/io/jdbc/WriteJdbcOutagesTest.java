package io.summerbeam.io.jdbc;

import static io.summerbeam.sdk.testing.Leftovers.await;
import static io.summerbeam.sdk.testing.Leftovers.threads;
import static io.summerbeam.sdk.testing.LookupAnswers.row;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.Row;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** A server that goes away while rows are written, and writers that do. */
@RunWith(JUnit4.class)
public class WriteJdbcOutagesTest {

  private static final Schema ITEM =
      Schema.builder().addInt64Field("id").addStringField("name").build();

  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  private static Postgres postgres;
  private static volatile CompletableFuture<Void> started = new CompletableFuture<>();

  @BeforeClass
  public static void startServer() {
    postgres = Postgres.start();
  }

  @AfterClass
  public static void stopServer() {
    postgres.close();
  }

  /** Stops the server before the row 100 goes on, and has it started again. */
  private static final class StopServerFn extends DoFn<Row, Row> {

    private static final long serialVersionUID = 1;

    @ProcessElement
    public void process(@Element Row row, OutputReceiver<Row> out) {
      if (row.getInt64("id") == 100) {
        postgres.stop();
        started = CompletableFuture.runAsync(postgres::startAgain);
      }
      out.output(row);
    }
  }

  @Test
  public void server_stoppedAndStarted_nothingIsLost() throws Exception {
    postgres.run("CREATE TABLE items (id bigint PRIMARY KEY, name text)");
    List<Row> before = new ArrayList<>();
    List<Row> after = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (long i = 0; i < 200; i++) {
      (i < 100 ? before : after).add(row(ITEM, i, "n" + i));
      expected.add(i + "|n" + i);
    }
    pipeline
        .apply(
            TestStream.create(ITEM)
                .addElements(before.get(0), before.subList(1, 100).toArray(new Row[0]))
                .addElements(after.get(0), after.subList(1, 100).toArray(new Row[0]))
                .advanceWatermarkToInfinity())
        .apply(ParDo.of(new StopServerFn()))
        .setRowSchema(ITEM)
        .apply(postgres.writing("items").upsertingBy("id").withBatchSize(30));
    pipeline.run().waitUntilFinish();
    // Nothing to wait for if the server was never stopped.
    started.get(1, TimeUnit.MINUTES);
    assertThat(postgres.rows("SELECT * FROM items ORDER BY id"), equalTo(expected));
  }

  @Test
  public void server_away_failsAfterTheRetries() {
    JdbcWriteException e =
        assertThrows(
            JdbcWriteException.class,
            () ->
                TableWriter.open(
                    JdbcRows.write("jdbc:postgresql://127.0.0.1:1/none")
                        .into("items")
                        .withRetries(2)
                        .toWrite(ITEM)));
    assertThat(
        e.getMessage(),
        equalTo(
            "JdbcRows.write items: no connection (SQLState 08001): the server cannot be reached."
                + " It was tried 3 times."));
  }

  @Test
  public void writer_closedWhileABatchWaits_leavesNothing() throws Exception {
    postgres.run("CREATE TABLE locked (id bigint PRIMARY KEY, name text)");
    TableWriter writer = TableWriter.open(postgres.writing("locked").toWrite(ITEM));
    Row item = row(ITEM, 1L, "a");
    PendingRow pending =
        PendingRow.withoutTime(
            item, writer.rowWriter().encode(item, new int[] {0, 1}, false), List.of(), false);
    CompletableFuture<Boolean> written;
    try (Connection other = DriverManager.getConnection(postgres.url(), "postgres", "")) {
      other.setAutoCommit(false);
      other.createStatement().execute("LOCK TABLE locked");
      written =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return writer.write(List.of(pending), () -> {}).rejection() == null;
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      await(
          "the batch waits",
          () ->
              postgres.count(
                      "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'summerbeam'"
                          + " AND wait_event_type = 'Lock'")
                  == 1);
      writer.close();
      ExecutionException e =
          assertThrows(ExecutionException.class, () -> written.get(60, TimeUnit.SECONDS));
      assertThat(
          e.getCause().getMessage(),
          equalTo("JdbcRows.write locked: torn down while it was writing."));
      other.rollback();
    }
    await("the connections are gone", () -> postgres.connections() == 0);
    await("its threads are gone", () -> threads("JdbcRows") == 0);
  }
}
