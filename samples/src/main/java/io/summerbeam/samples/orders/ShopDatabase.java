package io.summerbeam.samples.orders;

import io.summerbeam.io.jdbc.JdbcDeadLetterStore;
import io.summerbeam.io.jdbc.JdbcDeadLetters;
import io.summerbeam.io.jdbc.JdbcLookup;
import io.summerbeam.io.jdbc.JdbcRows;
import io.summerbeam.io.jdbc.JdbcSnapshot;
import io.summerbeam.io.jdbc.WriteJdbcRows;
import io.summerbeam.runners.UsageException;
import io.summerbeam.sdk.secret.KeySource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * Where the tables are, {@code products} and {@code customers}, in a schema that is there as long
 * as the run.
 *
 * @param user null for the one who runs the job, who needs no password
 * @param password a reference
 */
record ShopDatabase(String url, @Nullable String user, @Nullable String password) {

  private static final String SCHEMA = "summerbeam_orders";
  private static final String DUPLICATE_SCHEMA = "42P06";

  /**
   * The database that the options name.
   *
   * @throws UsageException if they name none, or are not such that it can be asked
   */
  static ShopDatabase of(OrdersOptions options) {
    String url = options.getDatabase();
    if (url == null) {
      throw new UsageException("--database is missing.");
    }
    ShopDatabase database = new ShopDatabase(url, options.getUser(), options.getPassword());
    if ((database.user == null) != (database.password == null)) {
      throw new UsageException("--user and --password must be given together, but one is missing.");
    }
    try {
      database.products();
    } catch (IllegalArgumentException e) {
      throw new UsageException("--database, --user, --password: " + e.getMessage());
    }
    return database;
  }

  /** Category and price of each product, asked for. */
  JdbcLookup products() {
    JdbcLookup products =
        JdbcLookup.of(url)
            .from(SCHEMA, "products")
            .withKey("id", FieldType.STRING)
            .withValues(
                Schema.builder()
                    .addStringField("category")
                    .addField("price", FieldType.DECIMAL)
                    .build());
    return user == null || password == null
        ? products
        : products.withCredentials(user, KeySource.of(password));
  }

  /** Segment and region of each customer, as a whole. */
  JdbcSnapshot customers() {
    JdbcSnapshot customers =
        JdbcSnapshot.of(url)
            .from(SCHEMA, "customers")
            .withSchema(
                Schema.builder()
                    .addStringField("id")
                    .addStringField("segment")
                    .addStringField("region")
                    .build());
    return user == null || password == null
        ? customers
        : customers.withCredentials(user, KeySource.of(password));
  }

  /** What writes rows into a table of results. */
  WriteJdbcRows write(String table) {
    WriteJdbcRows write = JdbcRows.write(url).into(ResultTables.SCHEMA, table);
    return user == null || password == null
        ? write
        : write.withCredentials(user, KeySource.of(password));
  }

  /** What writes dead letters into their table. */
  JdbcDeadLetters deadLetters() {
    JdbcDeadLetters letters =
        JdbcDeadLetters.to(url).into(ResultTables.SCHEMA, ResultTables.DEAD_LETTERS);
    return user == null || password == null
        ? letters
        : letters.withCredentials(user, KeySource.of(password));
  }

  /** What reads them. */
  JdbcDeadLetterStore letterStore() {
    JdbcDeadLetterStore letters =
        JdbcDeadLetterStore.of(url).from(ResultTables.SCHEMA, ResultTables.DEAD_LETTERS);
    return user == null || password == null
        ? letters
        : letters.withCredentials(user, KeySource.of(password));
  }

  /**
   * Makes the tables and fills them, all or nothing.
   *
   * @throws UsageException if the database cannot be reached or has such a schema
   */
  void createTables(Catalog catalog) {
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("CREATE SCHEMA " + SCHEMA);
        statement.execute(
            "CREATE TABLE "
                + SCHEMA
                + ".products (id text PRIMARY KEY, category text NOT NULL,"
                + " price numeric(10, 2) NOT NULL)");
        statement.execute(
            "CREATE TABLE "
                + SCHEMA
                + ".customers (id text PRIMARY KEY, segment text NOT NULL, region text NOT NULL)");
      }
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO " + SCHEMA + ".products VALUES (?, ?, ?)")) {
        for (Product product : catalog.products()) {
          insert.setString(1, product.id());
          insert.setString(2, product.category());
          insert.setBigDecimal(3, product.price());
          insert.addBatch();
        }
        insert.executeBatch();
      }
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO " + SCHEMA + ".customers VALUES (?, ?, ?)")) {
        for (Customer customer : catalog.customers()) {
          insert.setString(1, customer.id());
          insert.setString(2, customer.segment());
          insert.setString(3, customer.region());
          insert.addBatch();
        }
        insert.executeBatch();
      }
      connection.commit();
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  /** Drops the schema with the tables. */
  void dropTables() {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA " + SCHEMA + " CASCADE");
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  Connection connect() throws SQLException {
    Properties properties = new Properties();
    if (user != null && password != null) {
      properties.setProperty("user", user);
      properties.setProperty("password", passwordText(password));
    }
    return DriverManager.getConnection(url, properties);
  }

  private static String passwordText(String reference) {
    try {
      return KeySource.of(reference).readText();
    } catch (IllegalStateException e) {
      throw new UsageException("--password: " + e.getMessage());
    }
  }

  // The database's own words are left out: they quote what it was sent.
  static UsageException refused(SQLException e) {
    if (DUPLICATE_SCHEMA.equals(e.getSQLState())) {
      return new UsageException(
          "--database has a schema "
              + SCHEMA
              + " already: another run is using it, or one was killed."
              + "\nIf there is none: DROP SCHEMA "
              + SCHEMA
              + " CASCADE");
    }
    return new UsageException(
        "--database cannot be used (SQLState "
            + e.getSQLState()
            + "). It must be there, and its user must be allowed to make a schema.");
  }
}
