package io.summerbeam.contract;

import io.summerbeam.io.jdbc.JdbcLookup;
import io.summerbeam.sdk.lookup.RowLookupSource;
import io.summerbeam.sdk.secret.KeySource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/** PostgreSQL; each query takes 20 ms at least. */
final class PostgresServer implements RestartableServer {

  private final Path data;
  private final Path password;
  private final int port;
  private EmbeddedPostgres server;

  PostgresServer(Path folder) throws IOException, SQLException {
    // It must not be there.
    this.data = folder.resolve("data");
    this.password = Files.writeString(folder.resolve("password"), "any");
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
    this.server =
        EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false).start();
    this.port = server.getPort();
    try {
      createCustomers();
    } catch (SQLException e) {
      server.close();
      throw e;
    }
  }

  private void createCustomers() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE customers (id bigint PRIMARY KEY, name text NOT NULL)");
      statement.execute(
          "INSERT INTO customers SELECT i, 'customer ' || i FROM generate_series(0, "
              + (Customers.COUNT - 1)
              + ") AS i");
      statement.execute(
          "CREATE VIEW slow_customers AS WITH pause AS MATERIALIZED (SELECT pg_sleep(0.02)) SELECT"
              + " customers.id, customers.name FROM pause, customers");
    }
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /** A file with a password, which is not looked at: the server trusts this machine. */
  Path password() {
    return password;
  }

  @Override
  public RowLookupSource customers() {
    return customers(url(), password);
  }

  static JdbcLookup customers(String url, Path password) {
    return JdbcLookup.of(url)
        .withCredentials("postgres", KeySource.of("file:" + password))
        .from("slow_customers")
        .withKey("id", FieldType.INT64)
        .withValues(Customers.VALUE)
        .withTimeout(Duration.ofSeconds(5));
  }

  @Override
  public void stop() throws IOException {
    server.close();
  }

  @Override
  public void startAgain() throws IOException {
    server =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setPort(port)
            .start();
  }

  @Override
  public long connections() {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'summerbeam'")) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes what is to be there. */
  void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), "postgres", "");
  }

  @Override
  public void close() throws IOException {
    stop();
  }
}
