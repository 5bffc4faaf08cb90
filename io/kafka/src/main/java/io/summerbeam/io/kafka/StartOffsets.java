package io.summerbeam.io.kafka;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/** Finds the offset where the reading of a partition starts. */
final class StartOffsets {

  private StartOffsets() {}

  /** That of a job that does not go on from anywhere. */
  static long of(
      Consumer<?, ?> consumer, TopicPartition partition, KafkaStart start, boolean ofGroup) {
    if (ofGroup) {
      OffsetAndMetadata committed = consumer.committed(Set.of(partition)).get(partition);
      if (committed != null) {
        return committed.offset();
      }
    }
    Instant time = start.time();
    if (time != null) {
      OffsetAndTimestamp found =
          consumer.offsetsForTimes(Map.of(partition, time.toEpochMilli())).get(partition);
      return found == null ? end(consumer, partition) : found.offset();
    }
    return start.place() == KafkaStart.Place.LATEST
        ? end(consumer, partition)
        : known(consumer.beginningOffsets(Set.of(partition)), partition);
  }

  /** Behind the last record that there is for this consumer now. */
  static long end(Consumer<?, ?> consumer, TopicPartition partition) {
    return known(consumer.endOffsets(Set.of(partition)), partition);
  }

  private static long known(Map<TopicPartition, Long> offsets, TopicPartition partition) {
    Long offset = offsets.get(partition);
    if (offset == null) {
      throw new IllegalStateException("The broker gives no offset of " + partition + ".");
    }
    return offset;
  }
}
