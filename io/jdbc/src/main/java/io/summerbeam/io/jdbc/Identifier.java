package io.summerbeam.io.jdbc;

import java.nio.charset.StandardCharsets;

/** Names of tables and columns, as SQL. */
final class Identifier {

  // PostgreSQL cuts longer ones, and finds another table.
  private static final int MAX_BYTES = 63;

  private Identifier() {}

  /**
   * Checks a name.
   *
   * @param method what it was given to, for the message
   */
  static String check(String name, String method) {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > MAX_BYTES || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          method
              + ": a name must have 1 to "
              + MAX_BYTES
              + " bytes and no zero byte, but was: '"
              + name.replace('\0', '?')
              + "'");
    }
    return name;
  }

  /** The name in quotes; in it a quote is doubled, and everything else stands for itself. */
  static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
