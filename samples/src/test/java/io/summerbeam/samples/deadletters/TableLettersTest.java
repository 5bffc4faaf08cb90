package io.summerbeam.samples.deadletters;

import static io.summerbeam.samples.CommandLine.call;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.summerbeam.io.jdbc.JdbcDeadLetters;
import io.summerbeam.samples.CommandLine;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.secret.KeySource;
import io.summerbeam.sdk.source.Provenance;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.joda.time.Instant;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@code dead-letters} on tables of a real PostgreSQL, as it is typed. */
public class TableLettersTest {

  private static final String PASSWORD = "pa55-word";

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static EmbeddedPostgres server;
  private static String url;
  private static String password;

  @BeforeClass
  public static void startServer() throws IOException, SQLException {
    Path data = path("data");
    server = EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false).start();
    url = "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
    Path rules = data.resolve("pg_hba.conf");
    String others = Files.readString(rules);
    Files.writeString(rules, "host all operator 127.0.0.1/32 scram-sha-256\n" + others);
    execute(
        "CREATE ROLE operator LOGIN PASSWORD '" + PASSWORD + "'",
        "GRANT ALL ON SCHEMA public TO operator",
        "SELECT pg_reload_conf()");
    password = secret("password", PASSWORD);
  }

  @AfterClass
  public static void stopServer() throws IOException {
    server.close();
  }

  private static Path path(String name) {
    return FOLDER.getRoot().toPath().resolve(name);
  }

  private static String secret(String name, String text) throws IOException {
    Path file = Files.writeString(path(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return "file:" + file;
  }

  private static void execute(String... statements) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  private static List<String> rows(String query) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      List<String> rows = new ArrayList<>();
      while (found.next()) {
        rows.add(found.getString(1) + " " + found.getString(2));
      }
      return rows;
    }
  }

  private static DeadLetter letter(int number) {
    return DeadLetter.builder()
        .setId("00" + number)
        .setPipeline("orders")
        .setStep("Write")
        .setReason("sink_rejected")
        .setMessage("it was refused")
        .setPayload(("{\"id\":" + number + ",\"name\":\"secret\"}").getBytes(UTF_8))
        .setPayloadFormat("json")
        .setSource(Provenance.ofFile("in.jsonl", 0, (long) number))
        .setFailureTime(Instant.parse("2001-01-02T00:00:00Z"))
        .setFirstFailureTime(Instant.parse("2001-01-02T00:00:00Z"))
        .build();
  }

  private static void write(String table, DeadLetter... letters) {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(Create.of(Arrays.asList(letters)).withCoder(DeadLetter.coder()))
        .apply(
            JdbcDeadLetters.to(url)
                .withCredentials("operator", KeySource.of(password))
                .into(table));
    pipeline.run().waitUntilFinish();
  }

  private static CommandLine command(String command, String table, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "dead-letters",
                command,
                url,
                "--table=" + table,
                "--user=operator",
                "--password=" + password));
    args.addAll(List.of(more));
    return call(args.toArray(String[]::new));
  }

  private static String printed(String command, String table, String... more) {
    CommandLine ended = command(command, table, more);
    assertThat(ended.err(), ended.code(), equalTo(0));
    return ended.out().replace(url, "DATABASE");
  }

  /** What a replay prints that refuses some. */
  private static String refusing(String table, String... more) {
    CommandLine ended = command("replay", table, more);
    assertThat(ended.err(), ended.code(), equalTo(3));
    assertThat(ended.err(), startsWith("dead-letters replay: "));
    assertThat(ended.err(), not(containsString("secret")));
    return ended.out().replace(url, "DATABASE");
  }

  @Test
  public void lettersOfATable_areListedAndShown() {
    write("shown", letter(1), letter(2).toBuilder().setReason("late").build());
    assertThat(printed("summary", "shown"), startsWith("DATABASE shown: 2 dead letters\n"));
    assertThat(
        printed("list", "shown", "--reason=sink_rejected").lines().skip(1).toList(),
        equalTo(
            List.of(
                "001  2001-01-02T00:00:00Z  open           1  sink_rejected  Write  in.jsonl line 1"
                    + " (byte 0)  it was refused")));
    assertThat(printed("show", "shown", "002"), not(containsString("secret")));
  }

  @Test
  public void replayTwice_intoATable_deliversOnce() throws SQLException {
    execute(
        "CREATE TABLE orders (id bigint PRIMARY KEY, name text)",
        "GRANT ALL ON orders TO operator");
    write(
        "once",
        letter(1),
        letter(2),
        letter(3).toBuilder().setAttempts(5).build(),
        letter(4).toBuilder().setPayload("no json".getBytes(UTF_8)).build());
    String[] to = {"--to=" + url, "--toTable=orders", "--set=name='mended'"};
    assertThat(
        refusing("once", to),
        equalTo(
            "DATABASE once to DATABASE orders, delivered once\n"
                + "  replayed  2\n"
                + "  parked    1\n"
                + "  refused   1\n"
                + "            1  its payload is no object of JSON\n"
                + "                 004\n"));
    assertThat(refusing("once", to), containsString("  replayed  0\n  parked    0\n"));
    assertThat(
        rows("SELECT id, name FROM orders ORDER BY id"), equalTo(List.of("1 mended", "2 mended")));
    assertThat(
        rows("SELECT id, status FROM once ORDER BY id"),
        equalTo(List.of("001 replayed", "002 replayed", "003 parked", "004 open")));

    // A row that is there is replaced only where its key is named.
    assertThat(
        refusing("once", "--status=parked", "--max-attempts=9", "--set=id=1", to[0], to[1]),
        equalTo(
            "DATABASE once to DATABASE orders, delivered once\n"
                + "  replayed  0\n"
                + "  parked    0\n"
                + "  refused   1\n"
                + "            1  the database refused the row (SQLState 23505): a row with its key"
                + " is there (constraint 'orders_pkey')\n"
                + "                 003\n"));
    assertThat(
        rows("SELECT id, status FROM once WHERE id = '003'"), equalTo(List.of("003 parked")));
    assertThat(
        printed(
            "replay",
            "once",
            "--status=parked",
            "--max-attempts=9",
            "--set=id=1",
            to[0],
            to[1],
            "--upsertBy=id"),
        containsString("  replayed  1\n"));
    assertThat(
        rows("SELECT id, name FROM orders ORDER BY id"), equalTo(List.of("1 secret", "2 mended")));
  }

  @Test
  public void repairedLetters_doNotReplaceNewerRows() throws SQLException {
    execute(
        "CREATE TABLE versioned (id bigint PRIMARY KEY, name text, at timestamptz)",
        "INSERT INTO versioned VALUES (1, 'came since', '2001-01-09Z'), (2, 'before',"
            + " '2001-01-01Z')",
        "GRANT ALL ON versioned TO operator");
    write("older", letter(1), letter(2));
    assertThat(
        printed(
            "replay",
            "older",
            "--to=" + url,
            "--toTable=versioned",
            "--set=at='2001-01-05T00:00:00Z'",
            "--upsertBy=id",
            "--upsertVersion=at"),
        allOf(
            containsString("  replayed  2\n"),
            containsString("            1  changed nothing: what is there is newer\n")));
    assertThat(
        rows("SELECT id, name || ' ' || date_part('day', at) FROM versioned ORDER BY id"),
        equalTo(List.of("1 came since 9", "2 secret 5")));
  }

  @Test
  public void lettersThatAreRefused_holdUpNoOther() throws SQLException {
    execute(
        "CREATE TABLE strict (id bigint PRIMARY KEY CHECK (id <> 2), name text)",
        "GRANT ALL ON strict TO operator");
    write(
        "refused",
        letter(1),
        letter(2),
        letter(3).toBuilder().setPayloadFormat("masked+json").build(),
        letter(4));
    String[] to = {"--to=" + url, "--toTable=strict"};
    for (int i = 0; i < 2; i++) {
      assertThat(
          refusing("refused", to),
          equalTo(
              "DATABASE refused to DATABASE strict, delivered once\n"
                  + ("  replayed  " + (i == 0 ? 2 : 0) + "\n")
                  + "  parked    0\n"
                  + "  refused   2\n"
                  + "            1  it is masked: replay it from its source, or allow what is"
                  + " masked\n"
                  + "                 003\n"
                  + "            1  the database refused the row (SQLState 23514): it breaks a rule"
                  + " of the table (constraint 'strict_id_check')\n"
                  + "                 002\n"));
    }
    assertThat(
        printed("replay", "refused", to[0], to[1], "--except-id=002", "--allow-masked"),
        containsString("  replayed  1\n"));
    assertThat(
        rows("SELECT id, name FROM strict ORDER BY id"),
        equalTo(List.of("1 secret", "3 secret", "4 secret")));
    assertThat(
        rows("SELECT id, status FROM refused ORDER BY id"),
        equalTo(List.of("001 replayed", "002 open", "003 replayed", "004 replayed")));
  }

  @Test
  public void avro_isWrittenAsTheRowThatItIs() throws Exception {
    execute(
        "CREATE TABLE bought (id bigint PRIMARY KEY, name text)",
        "GRANT ALL ON bought TO operator");
    write(
        "coded",
        letter(1).toBuilder()
            .setPayload(OneSchema.order(1, 5, 'a'))
            .setPayloadFormat("avro-registry")
            .build(),
        letter(2));
    String[] to = {"--to=" + url, "--toTable=bought"};
    assertThat(
        refusing("coded", to),
        equalTo(
            "DATABASE coded to DATABASE bought, delivered once\n"
                + "  replayed  1\n"
                + "  parked    0\n"
                + "  refused   1\n"
                + "            1  its payload is no json, but avro-registry\n"
                + "                 001\n"));
    try (OneSchema registry = new OneSchema()) {
      assertThat(
          printed(
              "replay",
              "coded",
              to[0],
              to[1],
              "--format=avro-registry",
              "--registry=" + registry.url()),
          containsString("delivered once\n  replayed  1\n"));
    }
    assertThat(
        rows("SELECT id, name FROM bought ORDER BY id"), equalTo(List.of("2 secret", "5 a")));
  }

  @Test
  public void replay_toAFolder_isAtLeastOnce() throws IOException {
    write("elsewhere", letter(1));
    for (int i = 0; i < 2; i++) {
      assertThat(
          printed("replay", "elsewhere", "--to=" + path("in")),
          containsString("delivered at least once\n  replayed  " + (1 - i) + "\n"));
    }
    assertThat(
        CommandLine.lines(path("in"), "replayed-"),
        equalTo(List.of("{\"id\":1,\"name\":\"secret\"}")));
  }

  @Test
  public void watch_showsNewOnes() throws Exception {
    write("watched", letter(1));
    CompletableFuture<String> watch =
        CompletableFuture.supplyAsync(() -> printed("watch", "watched", "--limit=1"));
    // Until the watch sees one: what is written before it begins is not new.
    for (int i = 2; !watch.isDone(); i++) {
      write("watched", letter(i));
      try {
        watch.get(200, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        assertThat("a watch that sees nothing", i < 100);
      }
    }
    assertThat(watch.get(), startsWith("Watching DATABASE watched. Ctrl-C ends it.\n00"));
  }

  @Test
  public void whatIsNotThere_isTold() throws IOException {
    CommandLine missing = command("list", "no_such");
    assertThat(missing.code(), equalTo(1));
    assertThat(
        missing.err(),
        containsString("there is no such table; its name is taken letter by letter."));
    CommandLine wrong =
        call(
            "dead-letters",
            "list",
            url,
            "--user=operator",
            "--password=" + secret("wrong", "not-the-password"));
    assertThat(wrong.code(), equalTo(1));
    assertThat(wrong.err(), containsString("the user or the password is refused."));
    assertThat(wrong.err(), not(containsString("not-the-password")));
    CommandLine away = call("dead-letters", "list", "jdbc:postgresql://127.0.0.1:1/postgres");
    assertThat(away.code(), equalTo(1));
    assertThat(away.err(), containsString("the server cannot be reached"));
  }

  @Test
  public void wrongArguments_areRefusedWithARemedy() {
    CommandLine secret =
        call("dead-letters", "list", "jdbc:postgresql://h/d?user=u&password=hidden-one");
    assertThat(secret.code(), equalTo(2));
    assertThat(secret.err(), containsString("the URL must have no user and no password in it"));
    assertThat(secret.err(), not(containsString("hidden-one")));
    CommandLine noTable = command("replay", "dead_letters", "--to=" + url);
    assertThat(noTable.code(), equalTo(2));
    assertThat(noTable.err().strip(), equalTo("--to=jdbc:postgresql:... needs --toTable=TABLE."));
    CommandLine alone = call("dead-letters", "list", url, "--user=operator");
    assertThat(alone.code(), equalTo(2));
    assertThat(
        alone.err().strip(),
        equalTo("--user and --password must be given together, but one is missing."));
  }
}
