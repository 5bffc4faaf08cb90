package io.summerbeam.io.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** How a connection is given up. */
final class Connections {

  private Connections() {}

  /** Closes it, whatever state it is in; what was not committed is undone. */
  static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // It is gone already.
    }
  }
}
