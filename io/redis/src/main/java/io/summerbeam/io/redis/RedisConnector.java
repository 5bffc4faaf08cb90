package io.summerbeam.io.redis;

import io.summerbeam.sdk.lookup.BlockingCalls;
import io.summerbeam.sdk.lookup.LookupException;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** Opens and closes the connections of a lookup. */
final class RedisConnector implements BlockingCalls.Connector<Jedis> {

  private final RedisServer server;
  private final String where;

  RedisConnector(RedisServer server, String where) {
    this.server = server;
    this.where = where;
  }

  @Override
  public Jedis connect() throws LookupException {
    return server.connect(where);
  }

  @Override
  public boolean isAlive(Jedis connection) {
    try {
      connection.ping();
      return true;
    } catch (JedisException e) {
      return false;
    }
  }

  @Override
  public void close(Jedis connection) {
    try {
      connection.disconnect();
    } catch (JedisException e) {
      // It is gone already.
    }
  }
}
