package io.summerbeam.contract;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.contract.RunnerProcess.Runner;
import io.summerbeam.sdk.testing.kafka.KafkaBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * {@code ./summerbeam run orders --source=kafka} on runners other than that of the sample's own
 * test, each into tables of its own: a stream and the same topic in batch.
 */
public class OrdersOnKafkaTest {

  private static final int ORDERS = 2_000;

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static KafkaBroker broker;
  private static PostgresServer postgres;

  @BeforeClass
  public static void startServers() throws IOException, SQLException {
    broker = ContractServers.broker(FOLDER.newFolder().toPath());
    postgres = new PostgresServer(FOLDER.newFolder().toPath());
  }

  @AfterClass
  public static void stopServers() throws IOException {
    if (postgres != null) {
      postgres.close();
    }
    if (broker != null) {
      broker.close();
    }
  }

  @Test
  public void streamsAndBatch_giveTheSameTables() throws Exception {
    String fed =
        run(
            "stream",
            Runner.FLINK,
            "--feed",
            "--orders=" + ORDERS,
            "--ordersPerSecond=1000",
            "--checkpointingInterval=1000");
    assertThat(fed, containsString("fed           2,000 lines: "));

    run("batch", Runner.SPARK, "--bounded");
    // It has no event time to tell duplicates by, and does not end by itself.
    run("micro_batches", Runner.SPARK, "--streaming", "--duplicates=arrival", "--duration=PT45S");

    for (String stream : List.of("stream", "micro_batches")) {
      assertSame(stream, "batch");
    }
    assertThat(
        "every reason",
        rows("batch", "SELECT DISTINCT reason FROM summerbeam_results.dead_letters ORDER BY 1"),
        equalTo(List.of("expectation_failed", "lookup_miss", "malformed")));
  }

  private static void assertSame(String stream, String batch) throws SQLException {
    for (String sql :
        List.of(
            "SELECT * FROM summerbeam_results.orders ORDER BY 1, 2",
            "SELECT * FROM summerbeam_results.revenue ORDER BY 1, 2",
            "SELECT count(*) FROM summerbeam_results.duplicates",
            "SELECT step, reason, count(*) FROM summerbeam_results.dead_letters GROUP BY 1, 2"
                + " ORDER BY 1, 2")) {
      assertThat(stream + ": " + sql, rows(stream, sql), equalTo(rows(batch, sql)));
    }
    assertThat(
        stream + ": in = out + duplicates + dead letters",
        rows(
            stream,
            "SELECT (SELECT count(*) FROM summerbeam_results.orders)"
                + " + (SELECT count(*) FROM summerbeam_results.duplicates)"
                + " + (SELECT count(*) FROM summerbeam_results.dead_letters)"),
        equalTo(List.of(String.valueOf(ORDERS))));
  }

  /** Runs the job to its end into a database of its own, and returns what it printed. */
  private static String run(String database, Runner runner, String... more) throws Exception {
    rows("postgres", "CREATE DATABASE " + database);
    List<String> args =
        new ArrayList<>(
            List.of(
                "run",
                "orders",
                "--runner=" + runner.option,
                "--source=kafka",
                "--topic=shop",
                "--bootstrapServers=" + broker.bootstrapServers(),
                "--seed=1",
                "--database=" + url(database),
                "--user=postgres",
                "--password=file:" + postgres.password()));
    args.addAll(List.of(more));
    Path folder = FOLDER.newFolder().toPath();
    RunnerProcess.Ended ended =
        new RunnerProcess(runner)
            .run(folder, "io.summerbeam.samples.Main", args.toArray(String[]::new));
    assertThat(ended.lastWords(), ended.exitCode(), equalTo(0));
    return ended.out();
  }

  private static String url(String database) {
    return postgres.url().replace("/postgres", "/" + database);
  }

  private static List<String> rows(String database, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url(database), "postgres", "any");
        Statement statement = connection.createStatement()) {
      if (statement.execute(sql)) {
        ResultSet found = statement.getResultSet();
        while (found.next()) {
          List<String> row = new ArrayList<>();
          for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
            row.add(found.getString(i));
          }
          rows.add(String.join("|", row));
        }
      }
    }
    return rows;
  }
}
