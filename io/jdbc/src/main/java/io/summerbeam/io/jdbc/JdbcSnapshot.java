package io.summerbeam.io.jdbc;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.lookup.LookupException;
import io.summerbeam.sdk.lookup.SnapshotLoader;
import io.summerbeam.sdk.secret.KeySource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table of PostgreSQL, or what a query answers, whole.
 *
 * <pre>{@code
 * JdbcSnapshot airports =
 *     JdbcSnapshot.of("jdbc:postgresql://db/flights")
 *         .withCredentials("reader", KeySource.of("env:DB_PASSWORD"))
 *         .from("public.airports")
 *         .withSchema(airport);
 * flights.apply(Enrich.fromSnapshot(airports, Duration.ofMinutes(5)).on("origin", "iata"));
 * }</pre>
 *
 * <p><b>Schema.</b> Given, or read from the database when {@link #withSchemaOfDatabase} is called.
 * Types are those of {@link JdbcLookup}. Columns are found by the names of the fields; others are
 * not read.
 *
 * <p><b>Reading.</b> One query in one transaction that only reads, so the rows are those of one
 * moment. They are fetched {@link #withFetchSize} at a time, whatever the size of the table, over
 * one connection that is opened for it and closed after it. No order.
 *
 * <p><b>Errors and security.</b> As of {@link JdbcLookup}. The timeout is that of the query until
 * its first rows, and then of each fetch; the server ends what takes longer, so that nothing is
 * left running there.
 */
@AutoValue
public abstract class JdbcSnapshot implements SnapshotLoader {

  private static final long serialVersionUID = 1;

  /** How many rows are fetched at once, unless something else is asked for. */
  public static final int DEFAULT_FETCH_SIZE = 5_000;

  private static final int LARGEST_FETCH_SIZE = 1_000_000;

  /**
   * A snapshot of a database.
   *
   * @param url {@code jdbc:postgresql://host:port/database?setting=value}, without user and
   *     password
   * @throws IllegalArgumentException if it is no URL of PostgreSQL, or has a user or a password
   */
  public static JdbcSnapshot of(String url) {
    return new AutoValue_JdbcSnapshot.Builder()
        .setDatabase(Database.of(url, "JdbcSnapshot.of()"))
        .setColumns(Schema.builder().build())
        .setFetchSize(DEFAULT_FETCH_SIZE)
        .build();
  }

  /**
   * Who asks. Default: the user that the worker runs as, without a password.
   *
   * @throws IllegalArgumentException if the user is empty
   */
  public JdbcSnapshot withCredentials(String user, KeySource password) {
    return toBuilder().setDatabase(database().withCredentials(user, password)).build();
  }

  /**
   * The table: {@code airports} or {@code public.airports}. This or {@link #query} is required.
   *
   * @throws IllegalArgumentException if it has more than one dot, or a part of it is no name
   */
  public JdbcSnapshot from(String table) {
    return toBuilder().setTable(TableName.parse(table, "from")).setQuery(null).build();
  }

  /**
   * The table, where a name may have a dot in it.
   *
   * @throws IllegalArgumentException if one of them is no name
   */
  public JdbcSnapshot from(String schema, String table) {
    return toBuilder().setTable(TableName.of(schema, table, "from")).setQuery(null).build();
  }

  /**
   * A query, without a semicolon at its end. It is sent as it is: put no data into it.
   *
   * @throws IllegalArgumentException if it is blank
   */
  public JdbcSnapshot query(String sql) {
    if (sql.isBlank()) {
      throw new IllegalArgumentException("query() must be given a query, but was: '" + sql + "'");
    }
    return toBuilder().setTable(null).setQuery(sql).build();
  }

  /**
   * The columns that are read, called as the fields are. Required.
   *
   * @throws IllegalArgumentException if it has no fields, or one that no column can be called
   */
  public JdbcSnapshot withSchema(Schema schema) {
    return toBuilder().setColumns(Columns.check(schema, "withSchema()")).build();
  }

  /**
   * Reads the types of all columns here and now, and takes them for the schema; call it last.
   *
   * @throws IllegalArgumentException if there are columns of types that are not read
   * @throws IllegalStateException if the database does not tell
   */
  public JdbcSnapshot withSchemaOfDatabase() {
    return withSchema(Columns.ask(database(), "SELECT * FROM " + source(), where()));
  }

  /**
   * How many rows are fetched, and held in memory, at once. Default: {@value #DEFAULT_FETCH_SIZE}.
   *
   * @throws IllegalArgumentException if it is not between 1 and 1,000,000
   */
  public JdbcSnapshot withFetchSize(int fetchSize) {
    if (fetchSize < 1 || fetchSize > LARGEST_FETCH_SIZE) {
      throw new IllegalArgumentException(
          "withFetchSize() must be between 1 and "
              + LARGEST_FETCH_SIZE
              + ", but was: "
              + fetchSize);
    }
    return toBuilder().setFetchSize(fetchSize).build();
  }

  /**
   * How long the query may take until its first rows, each fetch, and connecting. The server ends
   * it then, by a {@code statement_timeout} of the transaction; where the server does not answer at
   * all, it ends some two seconds later. Default: 10 s.
   *
   * @throws IllegalArgumentException if it is not whole seconds, from 1 s to 1 h
   */
  public JdbcSnapshot withTimeout(Duration timeout) {
    return toBuilder().setDatabase(database().withTimeout(timeout)).build();
  }

  abstract Database database();

  abstract @Nullable TableName table();

  abstract @Nullable String query();

  abstract Schema columns();

  abstract int fetchSize();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setDatabase(Database database);

    abstract Builder setTable(@Nullable TableName table);

    abstract Builder setQuery(@Nullable String query);

    abstract Builder setColumns(Schema columns);

    abstract Builder setFetchSize(int fetchSize);

    abstract JdbcSnapshot build();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the table, the query or the schema were not given
   */
  @Override
  public Schema schema() {
    source();
    if (columns().getFieldCount() == 0) {
      throw new IllegalStateException(
          where() + ": there is no schema. Give one with withSchema().");
    }
    return columns();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the table, the query or the schema were not given
   */
  @Override
  public void load(Consumer<Row> rows) throws LookupException {
    Schema schema = schema();
    String sql = "SELECT " + Columns.list(schema, "") + " FROM " + source();
    Connection connection = database().connect(where());
    try (connection) {
      connection.setReadOnly(true);
      // Only so the rows come in parts.
      connection.setAutoCommit(false);
      database().limitTransaction(connection);
      List<Column> columns = Columns.describe(connection, sql, where());
      RowReader reader = RowReader.of(where(), schema, columns, 0);
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setFetchSize(fetchSize());
        try (ResultSet answer = statement.executeQuery()) {
          while (answer.next()) {
            rows.accept(reader.read(answer));
          }
        }
      }
      connection.rollback();
    } catch (SQLException e) {
      throw SqlFailure.of(where(), "the query failed", e);
    }
  }

  // The line feed ends a comment that the query may end with.
  private String source() {
    TableName table = table();
    if (table != null) {
      return table.sql();
    }
    if (query() == null) {
      throw new IllegalStateException("JdbcSnapshot: say what to read: from(table) or query(sql).");
    }
    return "(" + query() + "\n) AS q";
  }

  private String where() {
    return "JdbcSnapshot" + (table() == null ? "" : " " + table());
  }
}
