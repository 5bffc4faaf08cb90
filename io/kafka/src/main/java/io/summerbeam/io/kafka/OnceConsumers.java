package io.summerbeam.io.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Makes the consumers with which Beam's exactly-once sink asks how far it is. */
final class OnceConsumers implements SerializableFunction<Map<String, Object>, Consumer<?, ?>> {

  private static final long serialVersionUID = 1;

  private final KafkaConnection connection;

  OnceConsumers(KafkaConnection connection) {
    this.connection = connection;
  }

  @Override
  public Consumer<?, ?> apply(Map<String, Object> asked) {
    Map<String, Object> settings = new HashMap<>(connection.properties());
    settings.putAll(asked);
    return new KafkaConsumer<>(settings);
  }
}
