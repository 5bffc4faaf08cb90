package io.summerbeam.contract;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.Jedis;

/**
 * What the servers of a {@link LookupCase} have: Anna, whose id is a, and b, which they fail at.
 */
final class LookedUpNames {

  static final String TABLE = "looked_up";
  static final String REDIS_PREFIX = "looked_up:";

  private LookedUpNames() {}

  /** Makes the table, which divides by zero for b. */
  static void writeTo(PostgresServer server) throws SQLException {
    server.execute("CREATE TABLE parts (id text PRIMARY KEY, name text NOT NULL, n int NOT NULL)");
    server.execute("INSERT INTO parts VALUES ('a', 'Anna', 4), ('b', 'Bob', 0)");
    server.execute("CREATE VIEW " + TABLE + " AS SELECT id, name, 100 / n AS share FROM parts");
  }

  /** Writes the keys, of which that of b is no hash. */
  static void writeTo(RedisOnDisk server) {
    try (Jedis jedis = server.connect()) {
      jedis.hset(REDIS_PREFIX + "a", Map.of("name", "Anna"));
      jedis.rpush(REDIS_PREFIX + "b", "Bob");
    }
  }

  /** Starts a service that has them. */
  static HttpService service() throws IOException {
    return new HttpService(LookedUpNames::name);
  }

  private static Optional<String> name(String id) {
    return switch (id) {
      case "a" -> Optional.of("Anna");
      case "b" -> throw new IllegalArgumentException("It is refused.");
      default -> Optional.empty();
    };
  }
}
