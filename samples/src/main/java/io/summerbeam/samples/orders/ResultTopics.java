package io.summerbeam.samples.orders;

import io.summerbeam.io.kafka.KafkaDeadLetterStore;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What is in the topics of the results. */
final class ResultTopics {

  private static final Duration POLL = Duration.ofMillis(200);

  private ResultTopics() {}

  /** Copies the values into a folder, as JSON lines. */
  static void copy(OrderTopics topics, String folder) throws IOException {
    Map<String, String> files =
        Map.of(
            topics.masked(), "orders.jsonl",
            topics.duplicates(), "duplicates.jsonl",
            topics.revenue(), "revenue.jsonl");
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, topics.servers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      for (Map.Entry<String, String> each : files.entrySet()) {
        copy(consumer, each.getKey(), folder, each.getValue());
      }
    }
  }

  /** Copies the dead letters into a folder. */
  static void copyLetters(OrderTopics topics, String folder) throws IOException {
    CopiedLetters.copy(KafkaDeadLetterStore.of(topics.connection(), topics.deadLetters()), folder);
  }

  private static void copy(
      Consumer<byte[], byte[]> consumer, String topic, String folder, String name)
      throws IOException {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(each -> new TopicPartition(topic, each.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    try (OutputStream file = NewFile.in(folder, name)) {
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          file.write(record.value());
          file.write('\n');
        }
      }
    }
  }
}
