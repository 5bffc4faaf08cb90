package io.summerbeam.io.kafka;

import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Holds back the records of retry topics that are not due. The partition of the first one is paused
 * there, and the others go on; nothing is kept in memory, and what is held is fetched again when it
 * is due, by this reader or by one that takes its place. The records of a retry topic have one
 * delay, so what is behind the first one is not due either.
 */
final class HeldRecords {

  private final Consumer<byte[], byte[]> consumer;
  private final InstantSource clock;
  private final Map<TopicPartition, Long> heldUntil = new HashMap<>();

  HeldRecords(Consumer<byte[], byte[]> consumer, InstantSource clock) {
    this.consumer = consumer;
    this.clock = clock;
  }

  /** Lets the partitions go on whose first record is due by now; called before each poll. */
  void release() {
    long now = clock.millis();
    Set<TopicPartition> due = new HashSet<>();
    heldUntil.forEach(
        (partition, time) -> {
          if (time <= now) {
            due.add(partition);
          }
        });
    if (!due.isEmpty()) {
      heldUntil.keySet().removeAll(due);
      consumer.resume(due);
    }
  }

  /** Whether a record of the partition is held. */
  boolean isHeld(TopicPartition partition) {
    return heldUntil.containsKey(partition);
  }

  /** The partitions are others now. */
  void assigned(Collection<TopicPartition> partitions) {
    heldUntil.clear();
    consumer.resume(partitions);
  }

  /** What is due of what was polled. */
  ConsumerRecords<byte[], byte[]> due(ConsumerRecords<byte[], byte[]> polled) {
    long now = clock.millis();
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> due = new HashMap<>();
    for (TopicPartition partition : polled.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> records = polled.records(partition);
      int count = 0;
      while (count < records.size() && isDue(records.get(count), now)) {
        count++;
      }
      if (count < records.size()) {
        ConsumerRecord<byte[], byte[]> first = records.get(count);
        heldUntil.put(partition, RetryHeaders.notBefore(first.headers()));
        consumer.seek(partition, first.offset());
        consumer.pause(Set.of(partition));
      }
      if (count > 0) {
        due.put(partition, records.subList(0, count));
      }
    }
    return new ConsumerRecords<>(due);
  }

  private static boolean isDue(ConsumerRecord<byte[], byte[]> record, long now) {
    return RetryHeaders.notBefore(record.headers()) <= now;
  }
}
