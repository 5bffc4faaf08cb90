package io.summerbeam.io.jdbc;

import io.summerbeam.sdk.failure.DeadLetterStore;
import io.summerbeam.sdk.failure.JournaledReplay;
import io.summerbeam.sdk.failure.LetterFilter;
import io.summerbeam.sdk.failure.LetterScan;
import io.summerbeam.sdk.failure.ReplaySession;
import io.summerbeam.sdk.failure.ReplayTarget;
import io.summerbeam.sdk.secret.KeySource;
import java.io.IOException;
import java.time.Duration;

/**
 * The dead letters of a table that {@link JdbcDeadLetters} wrote.
 *
 * <pre>{@code
 * JdbcDeadLetterStore store =
 *     JdbcDeadLetterStore.of("jdbc:postgresql://db/ops")
 *         .withCredentials("operator", KeySource.of("env:DB_PASSWORD"))
 *         .from("dead_letters");
 * }</pre>
 *
 * <p><b>Reading.</b> In the order in which they were written, as they were at one moment. Each
 * setting of a filter is a condition of the query. Who {@link #follow follows} asks every second.
 *
 * <p><b>Replays.</b> One at a time ({@link io.summerbeam.sdk.failure.ReplayUnderWayException}). To
 * a {@link JdbcReplayTarget} of the same database and user each record is delivered once: its row
 * and the status of its letter are committed together. To any other target at least once, noted in
 * the column {@code status}. A letter that is not in the table any more, or is there with more
 * attempts, is not to be had.
 *
 * <p><b>Errors.</b> What the database says is not shown: it quotes rows. <b>Security.</b> As of
 * {@link JdbcLookup}. The user must be allowed to SELECT, and for replays to UPDATE.
 */
public final class JdbcDeadLetterStore implements DeadLetterStore {

  /** How long a query may take until its first rows, unless something else is asked for. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(1);

  private final LetterTable letters;

  private JdbcDeadLetterStore(Database database, TableName table) {
    this.letters = new LetterTable(database, table);
  }

  /**
   * The store in a database, in the table {@value JdbcDeadLetters#DEFAULT_TABLE}.
   *
   * @param url {@code jdbc:postgresql://host:port/database?setting=value}, without user and
   *     password
   * @throws IllegalArgumentException if it is no URL of PostgreSQL, or has a user or a password
   */
  public static JdbcDeadLetterStore of(String url) {
    return new JdbcDeadLetterStore(
        Database.of(url, "JdbcDeadLetterStore.of()").withTimeout(DEFAULT_TIMEOUT),
        TableName.parse(JdbcDeadLetters.DEFAULT_TABLE, "from"));
  }

  /**
   * Who asks. Default: the user that runs this, without a password.
   *
   * @throws IllegalArgumentException if the user is empty
   */
  public JdbcDeadLetterStore withCredentials(String user, KeySource password) {
    return new JdbcDeadLetterStore(
        letters.database().withCredentials(user, password), letters.table());
  }

  /**
   * How long a query may take until its first rows, each 500 more of them, and connecting. The
   * server ends what takes longer; where it does not answer at all, it ends some two seconds later.
   * Default: a minute.
   *
   * @throws IllegalArgumentException if it is not whole seconds, from 1 s to 1 h
   */
  public JdbcDeadLetterStore withTimeout(Duration timeout) {
    return new JdbcDeadLetterStore(letters.database().withTimeout(timeout), letters.table());
  }

  /**
   * The table: {@code dead_letters} or {@code ops.dead_letters}.
   *
   * @throws IllegalArgumentException if it has more than one dot, or a part of it is no name
   */
  public JdbcDeadLetterStore from(String table) {
    return new JdbcDeadLetterStore(letters.database(), TableName.parse(table, "from"));
  }

  /**
   * The table, where a name may have a dot in it.
   *
   * @throws IllegalArgumentException if one of them is no name
   */
  public JdbcDeadLetterStore from(String schema, String table) {
    return new JdbcDeadLetterStore(letters.database(), TableName.of(schema, table, "from"));
  }

  @Override
  public LetterScan scan(LetterFilter filter) throws IOException {
    return JdbcLetterScan.of(letters, filter);
  }

  @Override
  public LetterScan follow(LetterFilter filter) throws IOException {
    return FollowingScan.of(letters, filter);
  }

  @Override
  public ReplaySession replay(ReplayTarget target) throws IOException {
    return target instanceof JdbcReplayTarget table && table.isIn(letters.database())
        ? TableReplay.open(letters, table)
        : JournaledReplay.open(StatusJournal.open(letters), target);
  }

  /** Nothing is open between calls. */
  @Override
  public void close() {}

  @Override
  public String toString() {
    return letters.toString();
  }
}
