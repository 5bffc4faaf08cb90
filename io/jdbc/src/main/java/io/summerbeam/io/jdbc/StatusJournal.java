package io.summerbeam.io.jdbc;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.LetterJournal;
import io.summerbeam.sdk.failure.LetterStatus;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Collection;

/** The statuses in a table of dead letters, held by one replay. */
final class StatusJournal implements LetterJournal {

  private final LetterTable letters;
  private final Connection connection;

  private StatusJournal(LetterTable letters, Connection connection) {
    this.letters = letters;
    this.connection = connection;
  }

  /**
   * Takes the journal.
   *
   * @throws io.summerbeam.sdk.failure.ReplayUnderWayException if another replay has it
   */
  static StatusJournal open(LetterTable letters) throws IOException {
    Connection connection = letters.connect();
    boolean open = false;
    try {
      letters.lock(connection);
      open = true;
      return new StatusJournal(letters, connection);
    } finally {
      if (!open) {
        Connections.close(connection);
      }
    }
  }

  @Override
  public LetterStatus status(DeadLetter letter) throws IOException {
    return letters.tried(
        () -> {
          try (PreparedStatement query =
              connection.prepareStatement(
                  "SELECT status FROM "
                      + letters.table().sql()
                      + " WHERE id = ? AND attempts = ?")) {
            query.setString(1, letter.id());
            query.setInt(2, letter.attempts());
            try (ResultSet row = query.executeQuery()) {
              // What is not there has been dealt with: it was deleted, or replayed and failed
              // again.
              return row.next() ? LetterStatus.ofCode(row.getString(1)) : LetterStatus.REPLAYED;
            }
          }
        });
  }

  @Override
  public void write(Collection<DeadLetter> noted, LetterStatus status) throws IOException {
    letters.tried(
        () -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE "
                      + letters.table().sql()
                      + " AS t SET "
                      + LetterTable.setting(status)
                      + " FROM unnest(?, ?) AS r (id,"
                      + " attempts) WHERE t.id = r.id AND t.attempts = r.attempts")) {
            update.setArray(
                1,
                connection.createArrayOf(
                    "text", noted.stream().map(DeadLetter::id).toArray(String[]::new)));
            update.setArray(
                2,
                connection.createArrayOf(
                    "int4", noted.stream().map(DeadLetter::attempts).toArray(Integer[]::new)));
            return update.executeUpdate();
          }
        });
  }

  @Override
  public void close() {
    Connections.close(connection);
  }
}
