package io.summerbeam.io.jdbc;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.LetterStatus;
import io.summerbeam.sdk.failure.RefusedRecord;
import io.summerbeam.sdk.failure.ReplayDelivery;
import io.summerbeam.sdk.failure.ReplayRecord;
import io.summerbeam.sdk.failure.ReplaySession;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A replay into a table of the same database: statuses and rows are committed together. Where the
 * database refuses some of the rows, the others go with their statuses in transactions of their
 * own.
 */
final class TableReplay implements ReplaySession {

  private final LetterTable letters;
  private final Connection connection;
  private final QueryTimer timer;
  private final TableStatements statements;
  private final ReplayedRows rows;
  private final List<Claim> claims = new ArrayList<>();
  private final List<DeadLetter> parked = new ArrayList<>();
  private final List<RefusedRecord> refused = new ArrayList<>();
  private long superseded;

  /** A letter whose row is to be written. */
  private record Claim(DeadLetter letter, ReplayRecord record, PendingRow row) {}

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
    PendingRow row;
    try {
      row = rows.row(record);
    } catch (UnwritableRowException e) {
      refused.add(new RefusedRecord(record, String.valueOf(e.getMessage())));
      return true;
    }
    Claim claim = new Claim(letter, record, row);
    if (!mark(claim)) {
      return false;
    }
    claims.add(claim);
    return true;
  }

  private boolean mark(Claim claim) throws IOException {
    return mark(claim.letter(), LetterStatus.REPLAYED, List.of(LetterStatus.REPLAYED));
  }

  @Override
  public boolean park(DeadLetter letter) throws IOException {
    if (!markParked(letter)) {
      return false;
    }
    parked.add(letter);
    return true;
  }

  private boolean markParked(DeadLetter letter) throws IOException {
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
  public List<RefusedRecord> commit() throws IOException {
    if (write(claims) != null) {
      // With the rows the statuses were undone, also those of what is parked.
      for (DeadLetter letter : parked) {
        boolean unused = markParked(letter);
      }
      String none = write(List.of());
      if (none != null) {
        throw new IOException(letters + ": the replay was not committed: " + none + ".");
      }
      Halves.run(
          claims,
          this::markAndWrite,
          (bad, why) -> refused.add(new RefusedRecord(bad.record(), why)));
    }
    List<RefusedRecord> all = List.copyOf(refused);
    claims.clear();
    parked.clear();
    refused.clear();
    return all;
  }

  @Override
  public long superseded() {
    return superseded;
  }

  private @Nullable String markAndWrite(List<Claim> part) throws IOException {
    for (Claim claim : part) {
      if (!mark(claim)) {
        letters.tried(
            () -> {
              connection.rollback();
              return true;
            });
        return "its letter was changed meanwhile";
      }
    }
    return write(part);
  }

  /**
   * Writes the rows of letters that are marked, and commits.
   *
   * @return why the database refused them for what is in them, with which all is undone; null where
   *     it is done
   */
  private @Nullable String write(List<Claim> part) throws IOException {
    return letters
        .tried(
            () -> {
              try {
                int written =
                    part.isEmpty()
                        ? 0
                        : statements.run(
                            connection, rows.together(part.stream().map(Claim::row).toList()));
                connection.commit();
                superseded += rows.superseded(part.size(), written);
                return Optional.<String>empty();
              } catch (SQLException e) {
                Optional<String> rejection = Optional.ofNullable(WriteFailure.rejection(e));
                if (rejection.isEmpty()) {
                  throw e;
                }
                connection.rollback();
                return rejection;
              }
            })
        .orElse(null);
  }

  @Override
  public void close() {
    Connections.close(connection);
    timer.close();
  }
}
