package io.summerbeam.io.jdbc;

/**
 * Rows in a database: {@link #write}.
 *
 * <pre>{@code
 * revenue.apply(
 *     JdbcRows.write("jdbc:postgresql://db/shop")
 *         .withCredentials("writer", KeySource.of("env:DB_PASSWORD"))
 *         .into("public.revenue")
 *         .upsertingBy("category", "day")
 *         .withDeadLetters(dead));
 * }</pre>
 */
public final class JdbcRows {

  private JdbcRows() {}

  /**
   * Writes into a table, which is named with {@link WriteJdbcRows#into(String)}.
   *
   * @param url {@code jdbc:postgresql://host:port/database?setting=value}, without user and
   *     password
   * @throws IllegalArgumentException if it is no URL of PostgreSQL, or has a user or a password
   */
  public static WriteJdbcRows write(String url) {
    return WriteJdbcRows.of(Database.of(url, "JdbcRows.write()"));
  }
}
