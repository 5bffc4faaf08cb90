package io.summerbeam.io.jdbc;

import io.summerbeam.sdk.lookup.LookupException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Makes a table where it is to be made, and checks that rows fit it before there are any. */
final class TablePreparation {

  // What must have a value and gets none by itself. A trigger may give it one.
  private static final String REQUIRED =
      "SELECT attname FROM pg_attribute WHERE attrelid = CAST(CAST(? AS text) AS regclass)"
          + " AND attnum > 0 AND NOT attisdropped AND attnotnull AND NOT atthasdef"
          + " AND attidentity = '' AND NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = attrelid"
          + " AND NOT tgisinternal) ORDER BY attnum";

  private TablePreparation() {}

  /**
   * The statements for a table, which were run with no rows at all, and undone: it is there, its
   * columns are what the fields are, there is an index for the key, and the user may write it.
   *
   * @param timer of the queries; it stays the caller's
   */
  static TableStatements prepare(Connection connection, TableWrite write, QueryTimer timer)
      throws LookupException {
    try {
      if (!write.create().isEmpty()) {
        Transaction.run(connection, () -> create(connection, write));
      }
      List<Column> columns = Columns.describe(connection, WriteSql.described(write), write.where());
      TableStatements statements = new TableStatements(write, RowWriter.of(write, columns), timer);
      checkRequired(connection, write);
      Transaction.run(
          connection,
          () -> {
            statements.run(connection, List.of());
            connection.rollback();
          });
      return statements;
    } catch (SQLException e) {
      throw WriteFailure.of(write.where(), "the table cannot be written", e);
    }
  }

  private static void create(Connection connection, TableWrite write) throws SQLException {
    String table = write.table().sql();
    try (PreparedStatement lock =
            connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))");
        PreparedStatement exists = connection.prepareStatement("SELECT to_regclass(?) IS NULL");
        Statement create = connection.createStatement()) {
      // Two workers might both find that it is not there.
      lock.setString(1, "summerbeam " + table);
      lock.execute();
      exists.setString(1, table);
      // CREATE TABLE IF NOT EXISTS is refused to who may not create tables, also where it exists.
      try (ResultSet absent = exists.executeQuery()) {
        if (!absent.next() || !absent.getBoolean(1)) {
          return;
        }
      }
      for (String statement : write.create()) {
        create.execute(statement);
      }
    }
  }

  private static void checkRequired(Connection connection, TableWrite write)
      throws SQLException, LookupException {
    try (PreparedStatement query = connection.prepareStatement(REQUIRED)) {
      query.setString(1, write.table().sql());
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          String column = rows.getString(1);
          if (!write.columns().hasField(column)) {
            throw LookupException.permanent(
                write.where()
                    + ": the column '"
                    + column
                    + "' must have a value, but there is no such field. Add the field, or give the"
                    + " column a default.",
                null);
          }
        }
      }
    }
  }
}
