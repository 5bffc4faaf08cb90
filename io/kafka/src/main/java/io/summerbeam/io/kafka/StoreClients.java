package io.summerbeam.io.kafka;

import java.io.IOException;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes the clients of a store. */
final class StoreClients {

  private StoreClients() {}

  static Producer<byte[], byte[]> producer(Map<String, Object> settings) throws IOException {
    return make(
        settings,
        all -> new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer()));
  }

  static Consumer<byte[], byte[]> consumer(Map<String, Object> settings) throws IOException {
    return make(
        settings,
        all -> new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
  }

  static Admin admin(KafkaConnection connection) throws IOException {
    return make(connection.properties(), Admin::create);
  }

  private static <T> T make(Map<String, Object> settings, Function<Map<String, Object>, T> maker)
      throws IOException {
    try {
      return maker.apply(settings);
    } catch (KafkaException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(
          "No client of Kafka can be made of these settings ("
              + cause.getClass().getSimpleName()
              + "). Are the servers' names right?",
          e);
    }
  }
}
