package io.summerbeam.io.redis;

import io.summerbeam.sdk.lookup.LookupException;
import io.summerbeam.sdk.secret.KeySource;
import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/** Where the server is, and who asks. */
record RedisServer(
    String host,
    int port,
    int database,
    boolean tls,
    @Nullable String user,
    @Nullable KeySource password,
    Duration timeout)
    implements Serializable {

  private static final long serialVersionUID = 1;

  private static final int DEFAULT_PORT = 6379;
  private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);

  static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

  static RedisServer of(String url) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      // Not as the cause: its message quotes the URL, which may have a password in it.
      throw notAUrl();
    }
    String scheme = uri.getScheme();
    String host = uri.getHost();
    if (scheme == null
        || host == null
        || !(scheme.equals("redis") || scheme.equals("rediss"))
        || uri.getQuery() != null
        || uri.getFragment() != null) {
      throw notAUrl();
    }
    if (uri.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "RedisLookup.of(): the URL must have no user and no password in it (it is not shown"
              + " here), because it travels with the pipeline. Give them with withCredentials().");
    }
    String path = uri.getPath();
    int database = 0;
    if (path.length() > 1) {
      if (!path.matches("/[0-9]{1,5}")) {
        throw notAUrl();
      }
      database = Integer.parseInt(path.substring(1));
    }
    return new RedisServer(
        host,
        uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
        database,
        scheme.equals("rediss"),
        null,
        null,
        DEFAULT_TIMEOUT);
  }

  private static IllegalArgumentException notAUrl() {
    return new IllegalArgumentException(
        "RedisLookup.of() must be given redis://host:port/database, or rediss: for TLS. (The text"
            + " is not shown here because it may have a password in it.)");
  }

  RedisServer withCredentials(@Nullable String newUser, KeySource newPassword) {
    if (newUser != null && newUser.isEmpty()) {
      throw new IllegalArgumentException("withCredentials() must be given a user, but was: ''");
    }
    return new RedisServer(host, port, database, tls, newUser, newPassword, timeout);
  }

  RedisServer withTimeout(Duration newTimeout) {
    if (newTimeout.compareTo(Duration.ofMillis(1)) < 0
        || newTimeout.compareTo(LONGEST_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          "withTimeout() must be from 1 ms to 1 h, but was: " + newTimeout);
    }
    return new RedisServer(host, port, database, tls, user, password, newTimeout);
  }

  /** Connects; the password is read now. */
  Jedis connect(String where) throws LookupException {
    int millis = (int) timeout.toMillis();
    DefaultJedisClientConfig.Builder config =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(millis)
            .socketTimeoutMillis(millis)
            .database(database)
            .clientName("summerbeam")
            .ssl(tls);
    if (tls) {
      // Without it the client does not look whose certificate it is shown.
      SSLParameters parameters = new SSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      config.sslParameters(parameters);
    }
    if (user != null) {
      config.user(user);
    }
    if (password != null) {
      config.password(password(where, password));
    }
    try {
      return new Jedis(new HostAndPort(host, port), config.build());
    } catch (RuntimeException e) {
      throw RedisFailure.of(where, "no connection", e);
    }
  }

  private static String password(String where, KeySource source) throws LookupException {
    try {
      return source.readText();
    } catch (IllegalStateException e) {
      throw LookupException.permanent(where + ": there is no password. " + e.getMessage(), null);
    }
  }
}
