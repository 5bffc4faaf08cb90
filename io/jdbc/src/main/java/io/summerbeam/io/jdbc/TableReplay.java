package io.summerbeam.io.jdbc;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.LetterStatus;
import io.summerbeam.sdk.failure.ReplayDelivery;
import io.summerbeam.sdk.failure.ReplayRecord;
import io.summerbeam.sdk.failure.ReplaySession;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** A replay into a table of the same database: statuses and rows are committed together. */
final class TableReplay implements ReplaySession {

  private final LetterTable letters;
  private final Connection connection;
  private final QueryTimer timer;
  private final TableStatements statements;
  private final ReplayedRows rows;

  private TableReplay(
      LetterTable letters,
      Connection connection,
      QueryTimer timer,
      JdbcReplayTarget target,
      TableStatements statements) {
    this.letters = letters;
    this.connection = connection;
    this.timer = timer;
    this.statements = statements;
    this.rows = new ReplayedRows(target, statements.rowWriter());
  }

  static TableReplay open(LetterTable letters, JdbcReplayTarget target) throws IOException {
    Connection connection = letters.connect();
    QueryTimer timer = new QueryTimer("JdbcReplay-timer", letters.database().timeout());
    boolean open = false;
    try {
      letters.lock(connection);
      TableStatements statements =
          letters.tried(
              () -> {
                TableStatements ready = TablePreparation.prepare(connection, target.write(), timer);
                connection.setAutoCommit(false);
                return ready;
              });
      open = true;
      return new TableReplay(letters, connection, timer, target, statements);
    } finally {
      if (!open) {
        Connections.close(connection);
        timer.close();
      }
    }
  }

  @Override
  public ReplayDelivery delivery() {
    return ReplayDelivery.ONCE;
  }

  @Override
  public boolean deliver(DeadLetter letter, ReplayRecord record) throws IOException {
    if (!mark(letter, LetterStatus.REPLAYED, List.of(LetterStatus.REPLAYED))) {
      return false;
    }
    rows.add(record);
    return true;
  }

  @Override
  public boolean park(DeadLetter letter) throws IOException {
    return mark(letter, LetterStatus.PARKED, List.of(LetterStatus.REPLAYED, LetterStatus.PARKED));
  }

  /** Gives a letter a status unless it has one of these; whether it did. */
  private boolean mark(DeadLetter letter, LetterStatus status, List<LetterStatus> unless)
      throws IOException {
    return letters.tried(
        () -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE "
                      + letters.table().sql()
                      + " SET "
                      + LetterTable.setting(status)
                      + " WHERE id = ? AND attempts = ? AND status <> ALL (?)")) {
            update.setString(1, letter.id());
            update.setInt(2, letter.attempts());
            update.setArray(
                3,
                connection.createArrayOf(
                    "text", unless.stream().map(LetterStatus::code).toArray(String[]::new)));
            return update.executeUpdate() == 1;
          }
        });
  }

  @Override
  public void commit() throws IOException {
    List<PendingRow> taken = rows.take();
    String rejection =
        letters
            .tried(
                () -> {
                  try {
                    if (!taken.isEmpty()) {
                      statements.run(connection, taken);
                    }
                    connection.commit();
                    return Optional.<String>empty();
                  } catch (SQLException e) {
                    Optional<String> about = Optional.ofNullable(WriteFailure.rejection(e));
                    if (about.isEmpty()) {
                      throw e;
                    }
                    return about;
                  }
                })
            .orElse("");
    if (!rejection.isEmpty()) {
      throw new IOException(
          letters + ": the replay was not committed: " + rejection + "." + culprit(taken));
    }
    rows.forget();
  }

  /** The first letter whose row alone is refused; nothing is written. */
  private String culprit(List<PendingRow> taken) throws IOException {
    return letters.tried(
        () -> {
          connection.rollback();
          for (PendingRow row : taken) {
            try {
              statements.run(connection, List.of(row));
            } catch (SQLException e) {
              if (WriteFailure.rejection(e) == null) {
                throw e;
              }
              return " It is that of the letter "
                  + rows.letterOf(row)
                  + ". Mend that, or the table, and replay the others by their ids.";
            } finally {
              connection.rollback();
            }
          }
          return "";
        });
  }

  @Override
  public void close() {
    Connections.close(connection);
    timer.close();
  }
}
