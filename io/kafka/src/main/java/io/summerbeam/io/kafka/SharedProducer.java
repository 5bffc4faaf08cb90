package io.summerbeam.io.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A producer that the steps of a JVM that write with the same settings share: its connections and
 * its buffer are there once, and batches fill up sooner. Each user gives it back; the last one
 * closes it.
 */
final class SharedProducer {

  // What a failed bundle left behind is not worth waiting for: it is sent again with the next one.
  private static final Duration CLOSE = Duration.ofSeconds(5);

  // Two minutes are the client's default.
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final Map<KafkaConnection, SharedProducer> OPEN = new HashMap<>();

  private final KafkaConnection connection;
  private final Producer<byte[], byte[]> producer;
  private final ExistingTopics topics;
  private int users;

  private SharedProducer(KafkaConnection connection) {
    this.connection = connection;
    this.producer =
        new KafkaProducer<>(
            ProducerDefaults.with(connection.properties()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    this.topics = new ExistingTopics(connection);
  }

  /** The producer of these settings, made if there is none. */
  static SharedProducer acquire(KafkaConnection connection) {
    synchronized (OPEN) {
      SharedProducer shared = OPEN.get(connection);
      if (shared == null) {
        shared = new SharedProducer(connection);
        OPEN.put(connection, shared);
      }
      shared.users++;
      return shared;
    }
  }

  /** How long the client tries to deliver a record, and some time more. */
  Duration patience() {
    String millis = connection.config().get(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG);
    return millis == null
        ? PATIENCE
        : Duration.ofMillis(Long.parseLong(millis)).plus(Duration.ofMinutes(1));
  }

  /** The client, which any number of threads may use. */
  Producer<byte[], byte[]> client() {
    return producer;
  }

  /** The topics that the client may be given records of. */
  ExistingTopics topics() {
    return topics;
  }

  /**
   * Takes care that nobody gets this one any more: after some errors a producer sends nothing but
   * the same error again. Who has it already may go on, and gives it back as before.
   */
  void retire() {
    synchronized (OPEN) {
      OPEN.remove(connection, this);
    }
  }

  /** Whether it was retired: then it is given back and another one is to be had. */
  boolean isRetired() {
    synchronized (OPEN) {
      return OPEN.get(connection) != this;
    }
  }

  /** Gives it back. */
  void release() {
    boolean last;
    synchronized (OPEN) {
      last = --users == 0;
      if (last) {
        OPEN.remove(connection, this);
      }
    }
    if (last) {
      topics.close();
      producer.close(CLOSE);
    }
  }
}
