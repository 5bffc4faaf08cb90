package io.summerbeam.io.redis;

import io.summerbeam.sdk.lookup.LookupException;
import java.io.Serializable;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;

/** How values are stored under their keys. */
interface Stored extends Serializable {

  /** What a value is read as. */
  Schema schema();

  /** A reader, used by one thread at a time. */
  Reader reader(String where);

  /** Reads values. */
  interface Reader {

    /**
     * Asks for many keys in one round trip.
     *
     * @return for each key, in the same order, its value; null where there is none
     */
    List<@Nullable Row> read(Jedis connection, byte[][] keys) throws LookupException;
  }
}
