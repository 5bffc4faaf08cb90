package io.summerbeam.io.jdbc;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.lookup.BlockingCalls;
import io.summerbeam.sdk.lookup.Lookup;
import io.summerbeam.sdk.lookup.LookupException;
import io.summerbeam.sdk.lookup.RowLookupSource;
import io.summerbeam.sdk.schema.Fields;
import io.summerbeam.sdk.secret.KeySource;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * Looks rows up in a table of PostgreSQL by one or several unique columns.
 *
 * <pre>{@code
 * JdbcLookup customers =
 *     JdbcLookup.of("jdbc:postgresql://db/shop")
 *         .withCredentials("reader", KeySource.of("env:DB_PASSWORD"))
 *         .from("public.customers")
 *         .withKey("id", FieldType.INT64)
 *         .withValues(Schema.builder().addStringField("name").addStringField("city").build());
 * orders.apply(Enrich.fromLookup(customers).on("customer_id", "id").take("city"));
 * }</pre>
 *
 * <p><b>Schemas.</b> The key's columns and the values' are given with their types, because where a
 * pipeline is built the database often cannot be reached; {@link #withSchemaOfTable} reads them
 * from it where it can. Either way they are known when the pipeline is built, and are compared with
 * the table when the lookup is opened.
 *
 * <table>
 * <caption>Types</caption>
 * <tr><th>column</th><th>field; the first is what {@link #withSchemaOfTable} makes of it</th></tr>
 * <tr><td>smallint, integer, bigint</td><td>INT16, INT32, INT64, or a larger one of them</td></tr>
 * <tr><td>numeric</td><td>DECIMAL, with all its digits; NaN is an error</td></tr>
 * <tr><td>real, double precision</td><td>FLOAT, DOUBLE; real also DOUBLE</td></tr>
 * <tr><td>boolean; bytea</td><td>BOOLEAN; BYTES</td></tr>
 * <tr><td>text, varchar, char, name, citext, enumerations, uuid, json, jsonb, xml</td>
 *     <td>STRING; a uuid in lower case; a char with the blanks at its end</td></tr>
 * <tr><td>date; time</td><td>the logical types {@code SqlTypes.DATE}; {@code TIME}</td></tr>
 * <tr><td>timestamp without time zone</td><td>{@code SqlTypes.DATETIME}: no instant, and none is
 *     made of it</td></tr>
 * <tr><td>timestamp with time zone</td><td>{@code MicrosInstant}, or DATETIME where there are
 *     only milliseconds; a value with more is an error. Times and dates at infinity are
 *     errors.</td></tr>
 * </table>
 *
 * <p><b>Keys.</b> smallint, integer, bigint as INT16, INT32, INT64; text, varchar, char (blanks at
 * the end do not count) and uuid (in either case) as STRING; boolean; date (of the years 1 to
 * 9999). A key that the column cannot have, such as a STRING that is no uuid, is not there. The
 * columns must be unique together: where the table has several rows of one key the lookup fails,
 * and never picks one. A column whose collation takes different texts for equal is refused with the
 * first such answer.
 *
 * <p><b>Queries.</b> One for each batch, whatever the number of keys: {@code WHERE "id" = ANY (?)},
 * or for several columns a join with {@code unnest(?, ?)}; prepared, in a transaction of its own;
 * keys are parameters. Names of tables and columns are quoted: they are taken letter by letter, in
 * their case. Queries run on at most {@link #withConnections} threads with a connection each, for
 * each lookup that is open in a JVM; the others wait, and the time that the step gives them begins
 * when they have a thread.
 *
 * <p><b>Errors.</b> Retryable are lost and refused connections, time-outs, a server that starts,
 * stops or is full, deadlocks and serialization failures (SQLState 08, 53, 57P0, 58, 57014, 55P03,
 * 40001, 40P01); everything else is permanent: a refused password, a missing table, a value that
 * does not fit. Messages quote no keys and no values, and not the database's own text, which does.
 *
 * <p><b>Security.</b> The password is a reference, read on the worker when a connection is opened.
 * TLS is asked for in the URL: {@code ?sslmode=verify-full}.
 */
@AutoValue
public abstract class JdbcLookup implements RowLookupSource {

  private static final long serialVersionUID = 1;

  /** How many connections there may be, unless something else is asked for. */
  public static final int DEFAULT_CONNECTIONS = 4;

  private static final int MOST_CONNECTIONS = 100;

  /**
   * A lookup in a database.
   *
   * @param url {@code jdbc:postgresql://host:port/database?setting=value}, without user and
   *     password
   * @throws IllegalArgumentException if it is no URL of PostgreSQL, or has a user or a password
   */
  public static JdbcLookup of(String url) {
    return new AutoValue_JdbcLookup.Builder()
        .setDatabase(Database.of(url, "JdbcLookup.of()"))
        .setKeySchema(Schema.builder().build())
        .setValues(Schema.builder().build())
        .setConnections(DEFAULT_CONNECTIONS)
        .build();
  }

  /**
   * Who asks. Default: the user that the worker runs as, without a password.
   *
   * @throws IllegalArgumentException if the user is empty
   */
  public JdbcLookup withCredentials(String user, KeySource password) {
    return toBuilder().setDatabase(database().withCredentials(user, password)).build();
  }

  /**
   * The table: {@code customers} or {@code public.customers}. A view, too. Required.
   *
   * @throws IllegalArgumentException if it has more than one dot, or a part of it is no name
   */
  public JdbcLookup from(String table) {
    return toBuilder().setTable(TableName.parse(table, "from")).build();
  }

  /**
   * The table, where a name may have a dot in it.
   *
   * @throws IllegalArgumentException if one of them is no name
   */
  public JdbcLookup from(String schema, String table) {
    return toBuilder().setTable(TableName.of(schema, table, "from")).build();
  }

  /**
   * A column that is looked up. Called several times, all of them make the key. Required.
   *
   * @throws IllegalArgumentException if the column is part of the key already, or the type cannot
   *     be a key
   */
  public JdbcLookup withKey(String column, FieldType type) {
    Identifier.check(column, "withKey()");
    if (keySchema().hasField(column)) {
      throw new IllegalArgumentException("withKey(): '" + column + "' is part of the key already.");
    }
    if (!KeyColumn.isKey(type)) {
      throw new IllegalArgumentException(
          "withKey(): a key must be INT16, INT32, INT64, STRING, BOOLEAN or SqlTypes.DATE, but '"
              + column
              + "' is "
              + type.getTypeName()
              + ".");
    }
    return toBuilder()
        .setKeySchema(
            Schema.builder()
                .addFields(keySchema().getFields())
                .addField(column, type.withNullable(false))
                .build())
        .build();
  }

  /**
   * The columns that are answered with, called as the fields are. Required.
   *
   * @throws IllegalArgumentException if it has no fields, or one that no column can be called
   */
  public JdbcLookup withValues(Schema columns) {
    return toBuilder().setValues(Columns.check(columns, "withValues()")).build();
  }

  /**
   * Reads the types of all columns of the table here and now, and takes them for the values; call
   * it last. What is not among the types above is refused; then give {@link #withValues}.
   *
   * @param keyColumns what is looked up
   * @throws IllegalArgumentException if the table has no such columns, or some of other types
   * @throws IllegalStateException if the database does not tell
   */
  public JdbcLookup withSchemaOfTable(String... keyColumns) {
    Schema all = Columns.ask(database(), "SELECT * FROM " + required().sql(), where());
    JdbcLookup lookup = toBuilder().setKeySchema(Schema.builder().build()).setValues(all).build();
    for (String column : keyColumns) {
      lookup = lookup.withKey(column, all.getField(Fields.indexOf(column, all, where())).getType());
    }
    return lookup;
  }

  /**
   * How many queries may run at once, each with a connection of its own; in each JVM. Default:
   * {@value #DEFAULT_CONNECTIONS}.
   *
   * @throws IllegalArgumentException if it is not between 1 and 100
   */
  public JdbcLookup withConnections(int connections) {
    if (connections < 1 || connections > MOST_CONNECTIONS) {
      throw new IllegalArgumentException(
          "withConnections() must be between 1 and "
              + MOST_CONNECTIONS
              + ", but was: "
              + connections);
    }
    return toBuilder().setConnections(connections).build();
  }

  /**
   * How long a query may take, and connecting. The server ends it then; where the server does not
   * answer at all, it ends some two seconds later. Default: 10 s.
   *
   * <p>Until then a query keeps its connection, also where the step does not wait for it any more:
   * let it not be longer than what the step waits.
   *
   * @throws IllegalArgumentException if it is not whole seconds, from 1 s to 1 h
   */
  public JdbcLookup withTimeout(Duration timeout) {
    return toBuilder().setDatabase(database().withTimeout(timeout)).build();
  }

  abstract Database database();

  abstract @Nullable TableName table();

  @Override
  public abstract Schema keySchema();

  abstract Schema values();

  abstract int connections();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setDatabase(Database database);

    abstract Builder setTable(TableName table);

    abstract Builder setKeySchema(Schema keySchema);

    abstract Builder setValues(Schema values);

    abstract Builder setConnections(int connections);

    abstract JdbcLookup build();
  }

  /**
   * What is answered with.
   *
   * @throws IllegalStateException if the table, the key or the values were not given
   */
  @Override
  public Schema valueSchema() {
    required();
    if (keySchema().getFieldCount() == 0 || values().getFieldCount() == 0) {
      throw new IllegalStateException(
          where()
              + ": say what to look up and what to answer with: withKey(column, type) and"
              + " withValues(schema), or withSchemaOfTable(keyColumns).");
    }
    return values();
  }

  /**
   * Connects and compares the columns with the schemas.
   *
   * @throws IllegalStateException if the table, the key or the values were not given
   */
  @Override
  public Lookup<Row, Row> open() throws LookupException {
    TableName table = required();
    Schema values = valueSchema();
    BlockingCalls<Connection> calls =
        new BlockingCalls<>("JdbcLookup", connections(), new Connector(database(), where()));
    QueryTimer timer = new QueryTimer("JdbcLookup-timer", database().timeout());
    try {
      List<Column> columns =
          calls.run(
              connection ->
                  Columns.describe(
                      connection, BatchQuery.described(table, keySchema(), values), where()));
      BatchQuery query = BatchQuery.of(where(), table, keySchema(), values, columns, timer);
      return new OpenJdbcLookup(calls, query, timer);
    } catch (LookupException | RuntimeException e) {
      calls.close();
      timer.close();
      throw e;
    }
  }

  private String where() {
    return "JdbcLookup" + (table() == null ? "" : " " + table());
  }

  private TableName required() {
    TableName table = table();
    if (table == null) {
      throw new IllegalStateException("JdbcLookup: say which table: from(table).");
    }
    return table;
  }
}
