package io.summerbeam.io.jdbc;

import io.summerbeam.sdk.secret.KeySource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A PostgreSQL server whose users {@code reader} and {@code writer} need a password. */
final class Postgres implements AutoCloseable {

  static final String USER = "reader";
  static final String WRITER = "writer";
  static final String PASSWORD = "pa55-wörd'x";

  private final Path directory;
  private EmbeddedPostgres server;
  private final int port;

  private Postgres(Path directory) throws IOException {
    this.directory = directory;
    // What is clean is deleted when the server stops.
    this.server =
        EmbeddedPostgres.builder().setDataDirectory(data()).setCleanDataDirectory(false).start();
    this.port = server.getPort();
  }

  static Postgres start() {
    try {
      Postgres postgres = new Postgres(Files.createTempDirectory("postgres"));
      Path rules = postgres.data().resolve("pg_hba.conf");
      String others = Files.readString(rules);
      Files.writeString(
          rules, "host all " + USER + "," + WRITER + " 127.0.0.1/32 scram-sha-256\n" + others);
      postgres.run(
          "CREATE ROLE " + USER + " LOGIN PASSWORD '" + PASSWORD.replace("'", "''") + "'",
          "CREATE ROLE " + WRITER + " LOGIN PASSWORD '" + PASSWORD.replace("'", "''") + "'",
          "GRANT pg_read_all_data TO " + USER + ", " + WRITER,
          "GRANT pg_write_all_data TO " + WRITER,
          "GRANT CREATE ON SCHEMA public TO " + WRITER,
          "SELECT pg_reload_conf()");
      return postgres;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path data() {
    return directory.resolve("data");
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  int port() {
    return port;
  }

  /** A reference to a password, in a file. */
  KeySource password(String password) {
    try {
      Path file = Files.createTempFile(directory, "password", "");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      Files.writeString(file, password + "\n");
      return KeySource.of("file:" + file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  KeySource password() {
    return password(PASSWORD);
  }

  void run(String... statements) {
    try (Connection connection = DriverManager.getConnection(url(), "postgres", "");
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a query answers: a row is its values, with bars between them. */
  List<String> rows(String query) {
    try (Connection connection = DriverManager.getConnection(url(), "postgres", "");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> lines = new ArrayList<>();
      while (rows.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          values.add(rows.getString(i));
        }
        lines.add(String.join("|", values));
      }
      return lines;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes as the user who may. */
  WriteJdbcRows writing(String table) {
    return JdbcRows.write(url()).withCredentials(WRITER, password()).into(table);
  }

  long count(String query) {
    try (Connection connection = DriverManager.getConnection(url(), "postgres", "");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many connections the modules under test have. */
  long connections() {
    return count("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'summerbeam'");
  }

  void stop() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void startAgain() {
    try {
      server =
          EmbeddedPostgres.builder()
              .setDataDirectory(data())
              .setCleanDataDirectory(false)
              .setPort(port)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stop();
  }
}
