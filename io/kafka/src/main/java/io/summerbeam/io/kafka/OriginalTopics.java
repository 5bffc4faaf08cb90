package io.summerbeam.io.kafka;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.jspecify.annotations.Nullable;

/**
 * Whether the topics that records came from are still there. The client would wait for each record
 * of one that is not, and then give up all, or have the brokers make one that nobody reads; so each
 * topic is asked for once.
 */
final class OriginalTopics {

  private static final int ABSENT = 0;

  private final KafkaConnection connection;
  private final Producer<byte[], byte[]> producer;
  private final ExistingTopics existing;
  private final Map<String, Integer> partitions = new HashMap<>();

  /**
   * @param producer it stays the caller's, and so does the next one
   */
  OriginalTopics(
      KafkaConnection connection, Producer<byte[], byte[]> producer, ExistingTopics existing) {
    this.connection = connection;
    this.producer = producer;
    this.existing = existing;
  }

  /**
   * Why a record cannot go to where it came from; null where it can.
   *
   * @throws IOException if the brokers do not tell
   */
  @Nullable String refusal(ProducerRecord<byte[], byte[]> record) throws IOException {
    Integer known = partitions.get(record.topic());
    int count = known == null ? ask(record.topic()) : known;
    partitions.put(record.topic(), count);
    if (count == ABSENT) {
      return "the topic it came from does not exist";
    }
    Integer partition = record.partition();
    return partition != null && partition >= count
        ? "the topic it came from has no partition of that number"
        : null;
  }

  private int ask(String topic) throws IOException {
    try {
      return existing.isAbsent(topic) ? ABSENT : producer.partitionsFor(topic).size();
    } catch (InvalidTopicException e) {
      // No topic can have the name that somebody wrote there.
      return ABSENT;
    } catch (KafkaException e) {
      if (SendFailure.isAbsentTopic(e)) {
        return ABSENT;
      }
      throw BrokerFailure.of(connection, "The topic '" + topic + "' cannot be looked for", e);
    }
  }
}
