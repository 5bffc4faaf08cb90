package io.summerbeam.io.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The settings of producers where the connection has no others. */
final class ProducerDefaults {

  private ProducerDefaults() {}

  /** The settings of a connection, with ours where it has none. */
  static Map<String, Object> with(Map<String, Object> connection) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, WriteKafkaRows.DEFAULT_COMPRESSION);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, WriteKafkaRows.DEFAULT_LINGER_MILLIS);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, WriteKafkaRows.DEFAULT_BATCH_BYTES);
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.putAll(connection);
    return settings;
  }
}
