package io.summerbeam.io.jdbc;

import io.summerbeam.sdk.lookup.LookupException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What an error means that came while something was written. */
final class WriteFailure {

  private WriteFailure() {}

  /**
   * Why the database refused rows for what is in them, in words that quote no data; null where that
   * is not what is wrong. The names of columns and constraints are the table's.
   */
  static @Nullable String rejection(SQLException e) {
    String state = SqlFailure.stateOf(e);
    if (state == null || !isAboutTheData(state)) {
      return null;
    }
    String meaning = meaningOfData(state, e);
    return "the database refused the row (SQLState "
        + state
        + ")"
        + (meaning.isEmpty() ? "" : ": " + meaning);
  }

  private static boolean isAboutTheData(String state) {
    return state.startsWith("22")
        || state.startsWith("23")
        || state.startsWith("54")
        || switch (state) {
          // Equal keys in one statement; a view's condition; what a trigger raises.
          case "21000", "44000", "P0001" -> true;
          default -> false;
        };
  }

  private static String meaningOfData(String state, SQLException e) {
    return switch (state) {
      case "22001" -> "a text is too long for its column";
      case "22003" -> "a number is out of its column's range";
      case "22007", "22008" -> "a time is out of its column's range";
      case "22021", "22P05" -> "a text has a character that the database has not";
      case "22P02" -> "a text is no value of its column's type";
      case "23502" -> "there is no value for " + column(e);
      case "23503" -> "what it refers to is not there, or is still referred to" + constraint(e);
      case "23505" -> "a row with its key is there" + constraint(e);
      case "23514", "23P01" -> "it breaks a rule of the table" + constraint(e);
      case "44000" -> "it is not within the view's condition";
      case "P0001" -> "a trigger refused it";
      default -> state.startsWith("54") ? "a value is too large" : "";
    };
  }

  private static String column(SQLException e) {
    ServerErrorMessage server = server(e);
    String column = server == null ? null : server.getColumn();
    return column == null ? "a column that must have one" : "column '" + column + "'";
  }

  private static String constraint(SQLException e) {
    ServerErrorMessage server = server(e);
    String constraint = server == null ? null : server.getConstraint();
    return constraint == null ? "" : " (constraint '" + constraint + "')";
  }

  private static @Nullable ServerErrorMessage server(SQLException e) {
    return e instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
  }

  /**
   * What else went wrong; whether it may pass.
   *
   * @param where first words of the message
   * @param what what failed: {@code the batch was not written}
   */
  static LookupException of(String where, String what, SQLException e) {
    return SqlFailure.of(where, what, meaning(SqlFailure.stateOf(e)), e);
  }

  private static String meaning(@Nullable String state) {
    if (state == null) {
      return "";
    }
    return switch (state) {
      case "42501" ->
          "the user may not write it (to upsert, it must be allowed to INSERT, UPDATE and SELECT)";
      case "42P10" ->
          "upsertingBy() must name the columns of a unique index or of the primary key, all of"
              + " them";
      case "428C9" -> "a column that the database fills itself cannot be written";
      case "25006" -> "the server only reads now";
      case "3F000" -> "there is no such schema; its name is taken letter by letter";
      default -> SqlFailure.meaning(state);
    };
  }
}
