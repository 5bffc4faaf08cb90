package io.summerbeam.io.kafka;

import io.summerbeam.sdk.testing.kafka.KafkaBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One broker for all tests of the module, which ends with their JVM. */
final class TestBroker {

  private static KafkaBroker broker;

  private TestBroker() {}

  static synchronized KafkaBroker get() {
    try {
      if (broker == null) {
        broker = KafkaBroker.start(Files.createTempDirectory("kafka"));
      }
      return broker;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static KafkaConnection connection() {
    return KafkaConnection.to(get().bootstrapServers());
  }

  /** Makes a topic with a name of its own. */
  static String topic(int partitions) {
    return topic(partitions, Map.of());
  }

  static String topic(int partitions, Map<String, String> config) {
    String topic = "t-" + UUID.randomUUID();
    get().createTopic(topic, partitions, config);
    return topic;
  }

  /** A record of texts, with a timestamp. */
  static ProducerRecord<byte[], byte[]> record(
      String topic, int partition, long timestamp, String key, String value, Header... headers) {
    return new ProducerRecord<>(
        topic, partition, timestamp, bytes(key), bytes(value), List.of(headers));
  }

  /** Writes records in this order, and waits until they are there. */
  @SafeVarargs
  static void write(ProducerRecord<byte[], byte[]>... records) {
    write(List.of(records));
  }

  static void write(List<ProducerRecord<byte[], byte[]>> records) {
    try (Producer<byte[], byte[]> producer = producer(Map.of())) {
      for (ProducerRecord<byte[], byte[]> each : records) {
        producer.send(each);
      }
      producer.flush();
    }
  }

  static Producer<byte[], byte[]> producer(Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(more);
    config.put("bootstrap.servers", get().bootstrapServers());
    config.put("acks", "all");
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  static byte[] bytes(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }
}
