package io.summerbeam.io.jdbc;

import io.summerbeam.sdk.failure.LetterStatus;
import io.summerbeam.sdk.failure.ReplayUnderWayException;
import io.summerbeam.sdk.lookup.LookupException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Where a table of dead letters is. */
record LetterTable(Database database, TableName table) {

  /** Something that fails as a database does. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws SQLException, LookupException;
  }

  /** Connects; the caller closes it. */
  Connection connect() throws IOException {
    return tried(() -> database.connect(toString()));
  }

  /** Does it, and says in our words what failed. */
  <T> T tried(Work<T> work) throws IOException {
    try {
      return work.run();
    } catch (SQLException e) {
      throw new IOException(WriteFailure.of(toString(), "it failed", e).getMessage());
    } catch (LookupException e) {
      throw new IOException(e.getMessage());
    }
  }

  /** Lets one replay at a time go on, as long as the connection is open. */
  void lock(Connection connection) throws IOException {
    boolean locked =
        tried(
            () -> {
              try (PreparedStatement query =
                  connection.prepareStatement(
                      "SELECT pg_try_advisory_lock(hashtextextended(?, 0))")) {
                query.setString(1, "summerbeam replay " + table.sql());
                try (ResultSet answer = query.executeQuery()) {
                  return answer.next() && answer.getBoolean(1);
                }
              }
            });
    if (!locked) {
      throw new ReplayUnderWayException(
          "Another replay of " + this + " is under way. Wait for its end.");
    }
  }

  /** The assignments that give a row a status. */
  static String setting(LetterStatus status) {
    return "status = '"
        + status.code()
        + "'"
        + (status == LetterStatus.REPLAYED ? ", replayed_at = now()" : "");
  }

  @Override
  public String toString() {
    return database.url() + " " + table;
  }
}
