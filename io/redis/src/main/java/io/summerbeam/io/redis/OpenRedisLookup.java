package io.summerbeam.io.redis;

import io.summerbeam.sdk.lookup.BlockingCalls;
import io.summerbeam.sdk.lookup.Lookup;
import io.summerbeam.sdk.lookup.LookupException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** A {@link RedisLookup} on a worker. */
final class OpenRedisLookup implements Lookup<Row, Row> {

  private final String where;
  private final BlockingCalls<Jedis> calls;
  private final RedisKeys keys;
  // A reader is one thread's; it keeps what it can use again.
  private final ThreadLocal<Stored.Reader> reader;

  OpenRedisLookup(String where, BlockingCalls<Jedis> calls, RedisKeys keys, Stored stored) {
    this.where = where;
    this.calls = calls;
    this.keys = keys;
    this.reader = ThreadLocal.withInitial(() -> stored.reader(where));
  }

  /** Whether the server answers. */
  static boolean ping(Jedis connection, String where) throws LookupException {
    try {
      connection.ping();
      return true;
    } catch (JedisException e) {
      throw RedisFailure.of(where, "no connection", e);
    }
  }

  @Override
  public CompletionStage<Map<Row, Row>> get(Set<Row> asked) {
    return get(asked, () -> {});
  }

  @Override
  public CompletionStage<Map<Row, Row>> get(Set<Row> asked, Runnable whenSent) {
    return calls.submit(connection -> read(connection, asked), whenSent);
  }

  private Map<Row, Row> read(Jedis connection, Set<Row> asked) throws LookupException {
    List<Row> rows = new ArrayList<>(asked);
    byte[][] written = new byte[rows.size()][];
    for (int i = 0; i < written.length; i++) {
      written[i] = keys.write(rows.get(i));
    }
    List<@Nullable Row> values;
    try {
      values = reader.get().read(connection, written);
    } catch (JedisException e) {
      throw RedisFailure.of(where, "the request failed", e);
    }
    Map<Row, Row> answer = new HashMap<>();
    for (int i = 0; i < written.length; i++) {
      Row value = values.get(i);
      if (value != null) {
        answer.put(rows.get(i), value);
      }
    }
    return answer;
  }

  @Override
  public void close() {
    calls.close();
  }
}
