package io.summerbeam.io.kafka;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The committed records of a topic, read without a group: those that are there, or those that come.
 * The order is that of each partition.
 */
final class TopicReader implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration CLOSE = Duration.ofSeconds(1);
  // Brokers that are away do not fail a poll.
  private static final long PATIENCE_NANOS = Duration.ofMinutes(2).toNanos();

  private static final long ASK_AGAIN_NANOS = Duration.ofMillis(50).toNanos();

  private final KafkaConnection connection;
  private final String topic;
  private final Consumer<byte[], byte[]> consumer;
  private final Deque<ConsumerRecord<byte[], byte[]>> read = new ArrayDeque<>();
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private final boolean endless;

  private TopicReader(
      KafkaConnection connection,
      String topic,
      Consumer<byte[], byte[]> consumer,
      boolean endless) {
    this.connection = connection;
    this.topic = topic;
    this.consumer = consumer;
    this.endless = endless;
  }

  /**
   * Reads what is there now.
   *
   * @throws IOException if the topic is not there or the brokers do not answer
   */
  static TopicReader toEnd(KafkaConnection connection, String topic) throws IOException {
    return open(connection, topic, false, 0);
  }

  /**
   * Reads what is there now in a topic that is known to be there, perhaps not yet to every broker.
   *
   * @throws IOException if the brokers do not answer
   */
  static TopicReader ofPresent(KafkaConnection connection, String topic) throws IOException {
    return open(connection, topic, false, PATIENCE_NANOS);
  }

  /**
   * Reads what comes from now on.
   *
   * @throws IOException if the topic is not there or the brokers do not answer
   */
  static TopicReader fromNow(KafkaConnection connection, String topic) throws IOException {
    return open(connection, topic, true, 0);
  }

  private static TopicReader open(
      KafkaConnection connection, String topic, boolean endless, long patienceNanos)
      throws IOException {
    Map<String, Object> settings = new HashMap<>(connection.properties());
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    // What is deleted while it is read is gone; what comes next is there.
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    Consumer<byte[], byte[]> consumer = StoreClients.consumer(settings);
    TopicReader reader = new TopicReader(connection, topic, consumer, endless);
    try {
      reader.start(patienceNanos);
      return reader;
    } catch (KafkaException e) {
      reader.close();
      throw reader.unreadable(e);
    } catch (IOException e) {
      reader.close();
      throw e;
    }
  }

  private void start(long patienceNanos) throws IOException {
    List<TopicPartition> partitions = partitions(patienceNanos);
    consumer.assign(partitions);
    if (endless) {
      consumer.seekToEnd(partitions);
      // Else the end is that of the first poll, and what is written until then is passed over.
      partitions.forEach(consumer::position);
    } else {
      consumer.seekToBeginning(partitions);
      ends.putAll(consumer.endOffsets(partitions));
    }
  }

  private List<TopicPartition> partitions(long patienceNanos) throws IOException {
    long start = System.nanoTime();
    List<PartitionInfo> found = consumer.partitionsFor(topic);
    while (found == null || found.isEmpty()) {
      if (System.nanoTime() - start >= patienceNanos) {
        throw absent(topic);
      }
      // Nobody tells when a broker has heard of it.
      LockSupport.parkNanos(ASK_AGAIN_NANOS);
      found = consumer.partitionsFor(topic);
    }
    return found.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
  }

  /**
   * The next record; null where there is none (any more, or yet).
   *
   * @throws IOException if the brokers do not answer
   */
  @Nullable ConsumerRecord<byte[], byte[]> next() throws IOException {
    try {
      long start = System.nanoTime();
      while (read.isEmpty() && !isAtEnd()) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (endless || record.offset() < end(record)) {
            read.add(record);
          }
        }
        if (endless) {
          break;
        }
        if (read.isEmpty() && System.nanoTime() - start > PATIENCE_NANOS) {
          throw unreadable(new TimeoutException("No record came."));
        }
      }
      return read.poll();
    } catch (KafkaException e) {
      throw unreadable(e);
    }
  }

  private boolean isAtEnd() {
    return !endless
        && ends.entrySet().stream()
            .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  private long end(ConsumerRecord<byte[], byte[]> record) {
    return ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
  }

  static IOException absent(String topic) {
    return new IOException("The topic '" + topic + "' does not exist.");
  }

  private IOException unreadable(KafkaException e) {
    return BrokerFailure.of(connection, "The topic '" + topic + "' cannot be read", e);
  }

  @Override
  public void close() {
    consumer.close(CLOSE);
  }
}
