package io.summerbeam.io.jdbc;

import io.summerbeam.sdk.lookup.LookupException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What an error of the database means. Its own text is left out, also as a cause: it quotes keys
 * ({@code invalid input syntax for type uuid: "..."}).
 */
final class SqlFailure {

  private SqlFailure() {}

  /**
   * @param where first words of the message
   * @param what what failed: {@code the query failed}
   */
  static LookupException of(String where, String what, SQLException e) {
    return of(where, what, meaning(stateOf(e)), e);
  }

  /**
   * @param meaning what the error means, empty where that is not known
   */
  static LookupException of(String where, String what, String meaning, SQLException e) {
    String state = stateOf(e);
    String message =
        where
            + ": "
            + what
            + " ("
            + (state == null ? e.getClass().getSimpleName() : "SQLState " + state)
            + ")"
            + (meaning.isEmpty() ? "." : ": " + meaning + ".");
    return isRetryable(state, e)
        ? LookupException.retryable(message, null)
        : LookupException.permanent(message, null);
  }

  static @Nullable String stateOf(SQLException e) {
    String state = e.getSQLState();
    return state == null || state.isEmpty() ? null : state;
  }

  private static boolean isRetryable(@Nullable String state, SQLException e) {
    if (e instanceof SQLTimeoutException) {
      return true;
    }
    if (state == null) {
      return false;
    }
    return state.startsWith("08")
        || state.startsWith("53")
        || state.startsWith("57P0")
        || state.startsWith("58")
        || state.equals("57014")
        // What was written to has become a standby.
        || state.equals("25006")
        || state.equals("55P03")
        || state.equals("40001")
        || state.equals("40P01");
  }

  static String meaning(@Nullable String state) {
    return state == null
        ? ""
        : switch (state) {
          case "28P01", "28000" -> "the user or the password is refused";
          case "3D000" -> "there is no such database";
          case "42P01" -> "there is no such table; its name is taken letter by letter";
          case "42703" -> "there is no such column; its name is taken letter by letter";
          case "42501" -> "the user may not read it";
          case "42883" -> "a key's type does not fit its column";
          case "57014" -> "it took longer than withTimeout()";
          case "57P03" -> "the server is starting or stopping";
          case "53300" -> "the server has too many connections";
          default -> state.startsWith("08") ? "the server cannot be reached" : "";
        };
  }
}
