package io.summerbeam.io.jdbc;

import io.summerbeam.sdk.lookup.BlockingCalls;
import io.summerbeam.sdk.lookup.LookupException;
import java.sql.Connection;
import java.sql.SQLException;

/** Opens and closes the connections of a lookup. */
final class Connector implements BlockingCalls.Connector<Connection> {

  private final Database database;
  private final String where;

  Connector(Database database, String where) {
    this.database = database;
    this.where = where;
  }

  @Override
  public Connection connect() throws LookupException {
    return database.connect(where);
  }

  @Override
  public boolean isAlive(Connection connection) {
    try {
      return connection.isValid(database.timeoutSeconds());
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void close(Connection connection) {
    try {
      // close() would say good-bye first, and wait for a query that runs.
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // It is gone already.
    }
  }
}
