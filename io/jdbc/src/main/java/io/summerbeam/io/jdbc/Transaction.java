package io.summerbeam.io.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** Several statements, all or none. */
final class Transaction {

  private Transaction() {}

  /** The statements. */
  @FunctionalInterface
  interface Work {
    void run() throws SQLException;
  }

  /**
   * Runs them and commits. Where one fails the connection is as it was before; where even that
   * fails, its error is thrown instead: the connection is of no more use.
   */
  static void run(Connection connection, Work work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      work.run();
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      connection.setAutoCommit(true);
      throw e;
    }
    connection.setAutoCommit(true);
  }
}
