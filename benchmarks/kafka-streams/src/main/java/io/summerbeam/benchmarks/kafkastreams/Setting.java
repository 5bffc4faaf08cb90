package io.summerbeam.benchmarks.kafkastreams;

import io.summerbeam.benchmarks.flights.Flight;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Suppressed.BufferConfig;
import org.apache.kafka.streams.kstream.Suppressed.StrictBufferConfig;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;

/**
 * How state is kept. In memory in both settings: the test driver commits after each line, and a
 * commit makes RocksDB write a file; that takes it ten milliseconds, and says nothing of RocksDB.
 */
enum Setting {

  /** As it comes: with changelogs, and a cache before the sums. */
  DEFAULT,

  /** Without changelogs, and without the cache, which each commit empties. */
  TUNED;

  /** The store of the flights that were let through. */
  static final String SEEN = "seen";

  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration RETENTION = DAY.multipliedBy(2);

  StoreBuilder<WindowStore<Flight, byte[]>> seen() {
    StoreBuilder<WindowStore<Flight, byte[]>> seen =
        Stores.windowStoreBuilder(
            Stores.inMemoryWindowStore(SEEN, RETENTION, DAY, false),
            new FlightSerde(),
            Serdes.ByteArray());
    return this == TUNED ? seen.withLoggingDisabled() : seen;
  }

  /** The store of sums by text and window. */
  <T> Materialized<String, T, WindowStore<Bytes, byte[]>> windowed(Serde<T> serde) {
    Materialized<String, T, WindowStore<Bytes, byte[]>> sums =
        Materialized.<String, T, WindowStore<Bytes, byte[]>>with(Serdes.String(), serde)
            .withStoreType(Materialized.StoreType.IN_MEMORY);
    return this == TUNED ? sums.withLoggingDisabled().withCachingDisabled() : sums;
  }

  /** The table of the newest prices. */
  Materialized<String, Long, KeyValueStore<Bytes, byte[]>> prices() {
    Materialized<String, Long, KeyValueStore<Bytes, byte[]>> prices =
        Materialized.<String, Long, KeyValueStore<Bytes, byte[]>>with(
                Serdes.String(), Serdes.Long())
            .withStoreType(Materialized.StoreType.IN_MEMORY);
    return this == TUNED ? prices.withLoggingDisabled().withCachingDisabled() : prices;
  }

  /** What holds the sums until their window closes. */
  StrictBufferConfig buffer() {
    StrictBufferConfig buffer = BufferConfig.unbounded();
    return this == TUNED ? buffer.withLoggingDisabled() : buffer;
  }
}
