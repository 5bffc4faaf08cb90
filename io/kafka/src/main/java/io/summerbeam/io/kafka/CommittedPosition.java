package io.summerbeam.io.kafka;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How far a shard of an exactly-once sink is, as its group of consumers has it: Kafka commits that
 * with the records, all or nothing. No one consumes by it. The brokers want an offset to be of a
 * topic that exists: it is that of the last record.
 */
final class CommittedPosition {

  private CommittedPosition() {}

  /**
   * The position of the last record that was written; null where the group knows of none. It waits
   * for a commit that is under way, as that of a writer that was killed may be.
   *
   * @throws IOException if the brokers do not answer, or refuse
   * @throws IllegalStateException if the group is used for something else
   */
  static @Nullable Position read(KafkaConnection connection, String group) throws IOException {
    Map<TopicPartition, OffsetAndMetadata> offsets;
    ListConsumerGroupOffsetsOptions options =
        new ListConsumerGroupOffsetsOptions().requireStable(true);
    try (Admin admin = StoreClients.admin(connection)) {
      offsets =
          admin.listConsumerGroupOffsets(group, options).partitionsToOffsetAndMetadata().get();
    } catch (ExecutionException | KafkaException e) {
      throw BrokerFailure.of(connection, "The group '" + group + "' cannot be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while the group '" + group + "' was read.", e);
    }
    Position last = null;
    for (OffsetAndMetadata offset : offsets.values()) {
      Position position = offset == null ? null : position(offset, group);
      // There are several where records name their topics.
      if (position != null && (last == null || position.seq() > last.seq())) {
        last = position;
      }
    }
    return last;
  }

  /** Adds the position of the last record to the transaction that the record is in. */
  static void send(
      Producer<byte[], byte[]> producer, String group, String topic, Position position) {
    producer.sendOffsetsToTransaction(
        Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(0, position.toText())),
        new ConsumerGroupMetadata(group));
  }

  private static Position position(OffsetAndMetadata offset, String group) {
    return Position.parse(offset.metadata())
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "exactlyOnce() must be given a group id that nothing else uses, but the group '"
                        + group
                        + "' has offsets that are not of it. Give it another sinkGroupId."));
  }
}
