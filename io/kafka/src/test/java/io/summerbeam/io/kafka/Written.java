package io.summerbeam.io.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.summerbeam.sdk.testing.Leftovers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.jspecify.annotations.Nullable;

/** What a test finds in a topic. */
final class Written {

  private Written() {}

  /** All committed records of a topic. */
  static List<ConsumerRecord<byte[], byte[]>> records(KafkaConnection connection, String topic)
      throws IOException {
    awaitDecided(connection, topic);
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
    try (TopicReader reader = TopicReader.toEnd(connection, topic)) {
      for (ConsumerRecord<byte[], byte[]> next = reader.next();
          next != null;
          next = reader.next()) {
        all.add(next);
      }
    }
    return all;
  }

  /** Waits until no transaction is open: a commit returns before its records can be read. */
  static void awaitDecided(KafkaConnection connection, String topic) throws IOException {
    try (Admin admin = StoreClients.admin(connection)) {
      Leftovers.await(
          "the transactions in " + topic + " are decided",
          () ->
              ends(admin, topic, IsolationLevel.READ_COMMITTED)
                  .equals(ends(admin, topic, IsolationLevel.READ_UNCOMMITTED)));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<TopicPartition, Long> ends(
      Admin admin, String topic, IsolationLevel isolation) {
    try {
      Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
      for (TopicPartitionInfo each :
          admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions()) {
        latest.put(new TopicPartition(topic, each.partition()), OffsetSpec.latest());
      }
      Map<TopicPartition, Long> ends = new HashMap<>();
      admin
          .listOffsets(latest, new ListOffsetsOptions(isolation))
          .all()
          .get()
          .forEach((partition, end) -> ends.put(partition, end.offset()));
      return ends;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Their keys and values as text, {@code key=value}, sorted. */
  static List<String> texts(KafkaConnection connection, String topic) throws IOException {
    return records(connection, topic).stream()
        .map(record -> text(record.key()) + "=" + text(record.value()))
        .sorted()
        .toList();
  }

  static @Nullable String text(byte @Nullable [] bytes) {
    return bytes == null ? null : new String(bytes, UTF_8);
  }
}
