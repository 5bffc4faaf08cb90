package io.summerbeam.samples.orders;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * The tables of the results, in a schema of their own, which stays. Those of orders, duplicates and
 * dead letters are made by what writes them.
 */
final class ResultTables {

  static final String SCHEMA = "summerbeam_results";
  static final String ORDERS = "orders";
  static final String DUPLICATES = "duplicates";
  static final String REVENUE = "revenue";
  static final String DEAD_LETTERS = "dead_letters";

  private ResultTables() {}

  /**
   * Makes the schema and the table of the revenue, where they are not there.
   *
   * <p>A stream gives a day's revenue again when an order comes late, and a runner may let the two
   * overtake each other: the trigger keeps the one of more orders.
   */
  static void create(ShopDatabase database) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA IF NOT EXISTS " + SCHEMA);
      statement.execute(
          """
          CREATE TABLE IF NOT EXISTS %1$s.%2$s (
            category text NOT NULL,
            window_start timestamptz NOT NULL,
            window_end timestamptz NOT NULL,
            orders bigint NOT NULL,
            revenue numeric,
            customers bigint NOT NULL,
            largest_order text,
            PRIMARY KEY (category, window_start))
          """
              .formatted(SCHEMA, REVENUE));
      statement.execute(
          """
          CREATE OR REPLACE FUNCTION %1$s.keep_newer() RETURNS trigger LANGUAGE plpgsql AS
          'BEGIN RETURN CASE WHEN NEW.orders < OLD.orders THEN OLD ELSE NEW END; END'
          """
              .formatted(SCHEMA));
      statement.execute("DROP TRIGGER IF EXISTS keep_newer ON " + SCHEMA + "." + REVENUE);
      statement.execute(
          "CREATE TRIGGER keep_newer BEFORE UPDATE ON "
              + SCHEMA
              + "."
              + REVENUE
              + " FOR EACH ROW EXECUTE FUNCTION "
              + SCHEMA
              + ".keep_newer()");
    } catch (SQLException e) {
      throw ShopDatabase.refused(e);
    }
  }

  /** Copies what is in the tables into a folder, as CSV. */
  @SuppressWarnings("UnusedException") // Its message may quote rows.
  static void copy(ShopDatabase database, String folder) throws IOException {
    try (Connection connection = database.connect()) {
      for (String table : List.of(ORDERS, DUPLICATES, REVENUE)) {
        if (isThere(connection, table)) {
          try (OutputStream file = NewFile.in(folder, table + ".csv")) {
            connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut(
                    "COPY (SELECT * FROM "
                        + SCHEMA
                        + "."
                        + table
                        + " ORDER BY 1, 2) TO STDOUT WITH (FORMAT csv, HEADER)",
                    file);
          }
        }
      }
    } catch (SQLException e) {
      throw new IOException(
          "The tables of the results cannot be copied (SQLState " + e.getSQLState() + ").");
    }
  }

  /** Copies the dead letters into a folder. */
  @SuppressWarnings("UnusedException") // As above.
  static void copyLetters(ShopDatabase database, String folder) throws IOException {
    try (Connection connection = database.connect()) {
      if (isThere(connection, DEAD_LETTERS)) {
        CopiedLetters.copy(database.letterStore(), folder);
      }
    } catch (SQLException e) {
      throw new IOException(
          "The dead letters cannot be copied (SQLState " + e.getSQLState() + ").");
    }
  }

  private static boolean isThere(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery("SELECT to_regclass('" + SCHEMA + "." + table + "')")) {
      found.next();
      return found.getString(1) != null;
    }
  }
}
