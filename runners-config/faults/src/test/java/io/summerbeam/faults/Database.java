package io.summerbeam.faults;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * PostgreSQL as a process of its own that can be killed and started again with its data, and the
 * network before it. What it has committed is on disk.
 */
final class Database implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder;
  private final Path data;
  private final Path password;
  private final int port = FreePort.find();
  private final String program;
  private final TcpProxy network;
  private ChildProcess server;

  private Database(Path folder) throws Exception {
    this.folder = Files.createDirectories(folder);
    this.data = folder.resolve("data");
    this.password = Files.writeString(folder.resolve("password"), "any");
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
    this.program = prepare(data);
    this.network = new TcpProxy(port);
    startAgain();
  }

  static Database start(Path folder) throws Exception {
    return new Database(folder);
  }

  /** Makes the files of a database, and says where the program is. */
  private static String prepare(Path data) throws IOException {
    try (EmbeddedPostgres once =
        EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false).start()) {
      String command = Files.readString(data.resolve("postmaster.opts"));
      return command.substring(0, command.indexOf(' '));
    }
  }

  /** Where the job finds it: through the network that can be cut. */
  String url() {
    return url(network.port());
  }

  /** A file with a password, which is not looked at: the server trusts this machine. */
  Path password() {
    return password;
  }

  TcpProxy network() {
    return network;
  }

  /** {@code kill -9}: connections break, and nothing is written that was not. */
  void kill() {
    server.kill();
  }

  /** Starts it with its data on the same port; ready when this returns. */
  void startAgain() throws Exception {
    Await.until(
        "PostgreSQL answers",
        PATIENCE,
        () -> {
          // It ends at once while the children of the one that was killed are still there.
          if (server == null || !server.isAlive()) {
            server = ChildProcess.start(command(), folder, folder.resolve("postgres.log"));
          }
          connect().close();
          return true;
        },
        () -> server == null ? "" : server.endOfLog());
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      // It refuses to run as root.
      command.addAll(List.of("unshare", "-U"));
    }
    command.addAll(List.of(program, "-D", data.toString(), "-p", String.valueOf(port)));
    for (String setting :
        List.of("listen_addresses=127.0.0.1", "unix_socket_directories=", "shared_buffers=32MB")) {
      command.add("-c");
      command.add(setting);
    }
    return command;
  }

  private static String url(int port) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(url(port), "postgres", "");
  }

  void run(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The rows of a query: the first column, and the others with blanks between them. */
  Map<String, String> rows(String sql) throws SQLException {
    Map<String, String> rows = new TreeMap<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 2; i <= result.getMetaData().getColumnCount(); i++) {
          values.add(result.getString(i));
        }
        rows.put(result.getString(1), String.join(" ", values));
      }
    }
    return rows;
  }

  @Override
  public void close() throws IOException {
    kill();
    network.close();
  }
}
