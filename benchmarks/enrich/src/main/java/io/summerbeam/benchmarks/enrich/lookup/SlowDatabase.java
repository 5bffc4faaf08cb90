package io.summerbeam.benchmarks.enrich.lookup;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A PostgreSQL with a view of customers that takes a millisecond more for each query, whatever the
 * number of rows: it sleeps on the server, so that neither it nor the client works meanwhile.
 */
final class SlowDatabase implements AutoCloseable {

  static final String VIEW = "customers";
  static final String USER = "postgres";

  private final EmbeddedPostgres server;

  private SlowDatabase(EmbeddedPostgres server) {
    this.server = server;
  }

  /** Starts a server that has so many customers. */
  static SlowDatabase start(int customers) throws IOException, SQLException {
    SlowDatabase database = new SlowDatabase(EmbeddedPostgres.builder().start());
    try (Connection connection = DriverManager.getConnection(database.url(), USER, "");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE fast_customers (key text PRIMARY KEY, name text NOT NULL,"
              + " points bigint NOT NULL)");
      // As Customers has them.
      statement.execute(
          "INSERT INTO fast_customers SELECT 'customer-' || n, 'Customer Number ' || n, n % 1000"
              + " FROM generate_series(0, "
              + (customers - 1)
              + ") AS n");
      statement.execute("ANALYZE fast_customers");
      // Materialized: once a query, and not once a row.
      statement.execute(
          "CREATE VIEW "
              + VIEW
              + " AS WITH delay AS MATERIALIZED (SELECT pg_sleep(0.001))"
              + " SELECT key, name, points FROM delay CROSS JOIN fast_customers");
    }
    return database;
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
