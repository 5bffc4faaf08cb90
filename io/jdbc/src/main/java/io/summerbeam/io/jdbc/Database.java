package io.summerbeam.io.jdbc;

import io.summerbeam.sdk.lookup.LookupException;
import io.summerbeam.sdk.secret.KeySource;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Where the database is and who asks.
 *
 * @param url without a password
 * @param timeout of a query, and of what is waited for to connect
 */
record Database(String url, @Nullable String user, @Nullable KeySource password, Duration timeout)
    implements Serializable {

  private static final long serialVersionUID = 1;

  private static final String PREFIX = "jdbc:postgresql:";
  private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);
  // The server is to end the query first: then it is told that nobody waits, and nothing is left
  // over. Only where it answers nothing at all the socket ends it.
  private static final int SOCKET_GRACE_SECONDS = 2;

  static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  static Database of(String url, String method) {
    if (!url.startsWith(PREFIX)) {
      // What else it may be, it may have a password in it.
      throw new IllegalArgumentException(
          method
              + " must be given a URL that starts with '"
              + PREFIX
              + "': PostgreSQL is the database there is.");
    }
    String settings = url.substring(PREFIX.length()).toLowerCase(Locale.ROOT);
    int question = settings.indexOf('?');
    String place = question < 0 ? settings : settings.substring(0, question);
    String parameters = question < 0 ? "" : settings.substring(question);
    if (place.contains("@") || parameters.contains("password") || parameters.contains("user=")) {
      throw new IllegalArgumentException(
          method
              + ": the URL must have no user and no password in it (it is not shown here), because"
              + " it travels with the pipeline. Give them with withCredentials().");
    }
    if (Driver.parseURL(url, new Properties()) == null) {
      throw new IllegalArgumentException(
          method + ": the URL must be 'jdbc:postgresql://host:port/database', but is not.");
    }
    return new Database(url, null, null, DEFAULT_TIMEOUT);
  }

  Database withCredentials(String newUser, KeySource newPassword) {
    if (newUser.isEmpty()) {
      throw new IllegalArgumentException("withCredentials() must be given a user, but was: ''");
    }
    return new Database(url, newUser, newPassword, timeout);
  }

  Database withTimeout(Duration newTimeout) {
    if (newTimeout.compareTo(Duration.ofSeconds(1)) < 0
        || newTimeout.compareTo(LONGEST_TIMEOUT) > 0
        || !newTimeout.equals(newTimeout.truncatedTo(ChronoUnit.SECONDS))) {
      throw new IllegalArgumentException(
          "withTimeout() must be whole seconds, from 1 s to 1 h, but was: " + newTimeout);
    }
    return new Database(url, user, password, newTimeout);
  }

  int timeoutSeconds() {
    return (int) timeout.toSeconds();
  }

  /**
   * Connects; the password is read now.
   *
   * @param where first words of messages
   */
  Connection connect(String where) throws LookupException {
    Properties properties = new Properties();
    if (user != null) {
      PGProperty.USER.set(properties, user);
    }
    if (password != null) {
      PGProperty.PASSWORD.set(properties, password(where, password));
    }
    int seconds = timeoutSeconds();
    PGProperty.CONNECT_TIMEOUT.set(properties, seconds);
    PGProperty.LOGIN_TIMEOUT.set(properties, seconds);
    PGProperty.SOCKET_TIMEOUT.set(properties, seconds + SOCKET_GRACE_SECONDS);
    PGProperty.CANCEL_SIGNAL_TIMEOUT.set(properties, 1);
    PGProperty.TCP_KEEP_ALIVE.set(properties, true);
    // Details quote rows.
    PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, false);
    if (PGProperty.APPLICATION_NAME.getOrNull(parsed()) == null) {
      PGProperty.APPLICATION_NAME.set(properties, "summerbeam");
    }
    Connection connection;
    try {
      connection = new Driver().connect(url, properties);
    } catch (SQLException e) {
      throw SqlFailure.of(where, "no connection", e);
    }
    if (connection == null) {
      throw LookupException.permanent(where + ": the URL is not one of PostgreSQL.", null);
    }
    return connection;
  }

  /**
   * Has the server end what takes longer than the timeout, until the transaction ends: of a query
   * that is read in parts, each of them. The driver's own timer is for the first part; another
   * would be given up by the timeout of the socket, of which nobody tells the server: it would go
   * on with the query.
   */
  void limitTransaction(Connection connection) throws SQLException {
    try (Statement setting = connection.createStatement()) {
      setting.execute("SET LOCAL statement_timeout = " + timeout.toMillis());
    }
  }

  private Properties parsed() {
    Properties parsed = Driver.parseURL(url, new Properties());
    return parsed == null ? new Properties() : parsed;
  }

  private static String password(String where, KeySource source) throws LookupException {
    try {
      return source.readText();
    } catch (IllegalStateException e) {
      throw LookupException.permanent(where + ": there is no password. " + e.getMessage(), null);
    }
  }
}
