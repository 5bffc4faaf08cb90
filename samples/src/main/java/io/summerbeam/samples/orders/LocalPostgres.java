package io.summerbeam.samples.orders;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;

/**
 * A PostgreSQL server of one run. Its programs and its data are in the run's folder; it listens on
 * this machine only, and nobody gets in without the password, which is made up for it.
 */
final class LocalPostgres implements Closeable {

  private static final String USER = "postgres";
  private static final Duration LONGEST_START = Duration.ofMinutes(1);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(10);
  private static final int PASSWORD_BYTES = 32;

  private final EmbeddedPostgres server;
  private final Path data;

  private LocalPostgres(EmbeddedPostgres server, Path data) {
    this.server = server;
    this.data = data;
  }

  /** Starts it; it has no password yet. */
  static LocalPostgres start(RunFolder folder) throws IOException {
    Path data = folder.path().resolve("data");
    try {
      return new LocalPostgres(
          EmbeddedPostgres.builder()
              .setOverrideWorkingDirectory(folder.path().resolve("programs").toFile())
              .setDataDirectory(data)
              // The folder is deleted as a whole.
              .setCleanDataDirectory(false)
              // None, whose path would have to be short.
              .setServerConfig("unix_socket_directories", "")
              .setPGStartupWait(LONGEST_START)
              .start(),
          data);
    } catch (IllegalStateException | ExceptionInInitializerError e) {
      throw new IllegalStateException(
          "No PostgreSQL can be started on this machine ("
              + e.getClass().getSimpleName()
              + "): what is here is for Linux on x86-64. Give one with --database=URL.",
          e);
    }
  }

  /** Makes up a password, and lets nobody in any more who does not have it. */
  @SuppressWarnings("UnusedException") // Its message may quote the statement.
  ShopDatabase protect(RunFolder folder) throws IOException {
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    Path file = folder.secret("password", password);
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER ROLE " + USER + " PASSWORD '" + password + "'");
      Files.writeString(data.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
      statement.execute("SELECT pg_reload_conf()");
    } catch (SQLException e) {
      throw new IOException(
          "The PostgreSQL that was started refuses a password (SQLState " + e.getSQLState() + ").");
    }
    return new ShopDatabase(
        "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres", USER, "file:" + file);
  }

  @Override
  public void close() throws IOException {
    // When the process is told to end, the server is stopped by its own hook too, and only the
    // first of the two waits for it.
    server.close();
    long start = System.nanoTime();
    while (Files.exists(data.resolve("postmaster.pid"))
        && System.nanoTime() - start < LONGEST_STOP.toNanos()) {
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
