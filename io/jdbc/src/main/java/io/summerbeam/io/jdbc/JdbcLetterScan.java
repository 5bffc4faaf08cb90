package io.summerbeam.io.jdbc;

import io.summerbeam.sdk.failure.LetterFilter;
import io.summerbeam.sdk.failure.LetterScan;
import io.summerbeam.sdk.failure.StoredLetter;
import java.io.IOException;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/** Reads the letters that are there, some hundred at a time, over a connection of its own. */
final class JdbcLetterScan implements LetterScan {

  private final LetterTable letters;
  private final Connection connection;
  private final LetterRows rows;

  private JdbcLetterScan(LetterTable letters, Connection connection, LetterRows rows) {
    this.letters = letters;
    this.connection = connection;
    this.rows = rows;
  }

  static JdbcLetterScan of(LetterTable letters, LetterFilter filter) throws IOException {
    Connection connection = letters.connect();
    boolean open = false;
    try {
      LetterRows rows =
          letters.tried(
              () -> {
                connection.setReadOnly(true);
                connection.setAutoCommit(false);
                return LetterRows.of(connection, letters, filter, null);
              });
      open = true;
      return new JdbcLetterScan(letters, connection, rows);
    } finally {
      if (!open) {
        Connections.close(connection);
      }
    }
  }

  @Override
  public @Nullable StoredLetter next() throws IOException {
    return letters
        .tried(
            () -> {
              StoredLetter found = null;
              while (found == null && rows.next()) {
                found = rows.letter();
              }
              return java.util.Optional.ofNullable(found);
            })
        .orElse(null);
  }

  @Override
  public long unreadable() {
    return rows.unreadable();
  }

  @Override
  public void close() {
    Connections.close(connection);
  }
}
