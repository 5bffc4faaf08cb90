package io.summerbeam.io.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;

/** Makes the consumers of a reading, on the worker, where the secrets are read. */
final class ReadConsumers
    implements SerializableFunction<Map<String, Object>, Consumer<byte[], byte[]>> {

  private static final long serialVersionUID = 1;

  // A mark in the options of the consumer that only asks for the ends of partitions.
  private static final String FOR_ENDS = "summerbeam.for.ends";

  private final String readId;
  private final KafkaConnection connection;
  private final KafkaStart start;
  private final @Nullable String group;
  private final boolean uncommitted;
  private final boolean ofRetries;

  ReadConsumers(
      String readId,
      KafkaConnection connection,
      KafkaStart start,
      @Nullable String group,
      boolean uncommitted,
      boolean ofRetries) {
    this.readId = readId;
    this.connection = connection;
    this.start = start;
    this.group = group;
    this.uncommitted = uncommitted;
    this.ofRetries = ofRetries;
  }

  /** What both consumers of Beam's reader are told, beside the connection. */
  Map<String, Object> options() {
    Map<String, Object> options = new HashMap<>();
    // The consumer finds its start itself, and what is gone later must not be passed over.
    options.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    options.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    options.put(
        ConsumerConfig.ISOLATION_LEVEL_CONFIG, uncommitted ? "read_uncommitted" : "read_committed");
    if (group != null) {
      options.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    }
    return options;
  }

  /** What the second one, which asks for the ends of partitions, is told beside that. */
  Map<String, Object> optionsForEnds() {
    Map<String, Object> options = new HashMap<>();
    options.put(FOR_ENDS, true);
    if (group != null) {
      options.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    }
    return options;
  }

  @Override
  public Consumer<byte[], byte[]> apply(Map<String, Object> given) {
    Map<String, Object> config = new HashMap<>(given);
    boolean forEnds = config.remove(FOR_ENDS) != null;
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    // None of them is one that was set above: those are refused there.
    config.putAll(connection.properties());
    if (group == null) {
      config.remove(ConsumerConfig.GROUP_ID_CONFIG);
    }
    return new ReadConsumer(config, readId, start, group != null, ofRetries, forEnds);
  }

  /** One for a reading that ends. */
  Consumer<byte[], byte[]> bounded() {
    return apply(options());
  }
}
