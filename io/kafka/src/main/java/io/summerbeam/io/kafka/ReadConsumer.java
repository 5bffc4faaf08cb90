package io.summerbeam.io.kafka;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consumer that knows where a partition starts, and tells how far it has come. Of the two
 * consumers that Beam's reader has, one reads, and one asks for the ends of partitions.
 */
final class ReadConsumer extends KafkaConsumer<byte[], byte[]> {

  private static final Logger LOG = LoggerFactory.getLogger(ReadConsumer.class);

  // Beam's reader waits a second for records, and tells nothing meanwhile; some runners close it
  // again before.
  private static final Duration LONGEST_POLL = Duration.ofMillis(100);

  private final String readId;
  private final KafkaStart start;
  private final boolean ofGroup;
  private final boolean forEnds;
  // Those that nobody has said of where to read.
  private final Set<TopicPartition> unplaced = new HashSet<>();
  private final Map<TopicPartition, PartitionProgress> progress = new HashMap<>();
  // Null where the topics are no retry topics.
  private final @Nullable HeldRecords held;

  ReadConsumer(
      Map<String, Object> config,
      String readId,
      KafkaStart start,
      boolean ofGroup,
      boolean ofRetries,
      boolean forEnds) {
    super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.readId = readId;
    this.start = start;
    this.ofGroup = ofGroup;
    this.forEnds = forEnds;
    this.held = ofRetries && !forEnds ? new HeldRecords(this, InstantSource.system()) : null;
  }

  @Override
  public void assign(Collection<TopicPartition> partitions) {
    super.assign(partitions);
    if (held != null) {
      held.assigned(partitions);
    }
    unplaced.clear();
    unplaced.addAll(partitions);
    progress.clear();
    for (TopicPartition partition : partitions) {
      PartitionProgress known = PartitionProgress.of(readId, partition);
      if (known != null) {
        progress.put(partition, known);
      }
    }
  }

  @Override
  public void seek(TopicPartition partition, long offset) {
    unplaced.remove(partition);
    super.seek(partition, offset);
  }

  @Override
  public void seekToEnd(Collection<TopicPartition> partitions) {
    unplaced.removeAll(partitions);
    super.seekToEnd(partitions);
  }

  @Override
  public long position(TopicPartition partition) {
    if (unplaced.contains(partition)) {
      seek(partition, StartOffsets.of(this, partition, start, ofGroup));
    }
    return super.position(partition);
  }

  /** Beam's reader asks so how much there is to read. */
  @Override
  public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
    // The broker is asked after this, and so knows all that was written until now.
    Instant asOf = Instant.now();
    Map<TopicPartition, Long> ends = super.endOffsets(partitions);
    if (forEnds) {
      ends.forEach(
          (partition, end) -> {
            PartitionProgress known = PartitionProgress.of(readId, partition);
            if (known != null) {
              known.end(end, asOf);
            }
          });
    }
    return ends;
  }

  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester") // Beam's reader calls it.
  public ConsumerRecords<byte[], byte[]> poll(long timeoutMillis) {
    return poll(Duration.ofMillis(timeoutMillis));
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    HeldRecords holding = held;
    if (holding != null) {
      holding.release();
    }
    ConsumerRecords<byte[], byte[]> polled;
    try {
      polled = super.poll(timeout.compareTo(LONGEST_POLL) < 0 ? timeout : LONGEST_POLL);
    } catch (OffsetOutOfRangeException e) {
      throw new IllegalStateException(
          "Records are gone before they were read: the broker does not have these offsets any"
              + " more, or not yet again: "
              + e.offsetOutOfRangePartitions()
              + ". Start the job without its state, and a group of another name, from where"
              + " withStart() says; or give the topic a longer retention.",
          e);
    }
    ConsumerRecords<byte[], byte[]> records = holding == null ? polled : holding.due(polled);
    progress.forEach(
        (partition, known) ->
            known.polled(
                // What is held is not there yet: the partition is idle.
                holding != null && holding.isHeld(partition)
                    ? Long.MAX_VALUE
                    : super.position(partition),
                last(records, partition)));
    return records;
  }

  private static long last(ConsumerRecords<byte[], byte[]> records, TopicPartition partition) {
    List<ConsumerRecord<byte[], byte[]>> ofPartition = records.records(partition);
    return ofPartition.isEmpty() ? -1 : ofPartition.get(ofPartition.size() - 1).offset();
  }

  @Override
  public List<PartitionInfo> partitionsFor(String topic) {
    List<PartitionInfo> partitions = super.partitionsFor(topic);
    if (partitions == null || partitions.isEmpty()) {
      throw new IllegalStateException(
          "There is no topic '" + topic + "'. Make it before the job starts, or mend the name.");
    }
    return partitions;
  }

  /** What cannot be committed now is with the next one: the job has its own state. */
  @Override
  public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
    try {
      super.commitSync(offsets);
    } catch (RetriableException e) {
      LOG.warn("The offsets of {} are not committed yet.", offsets.keySet(), e);
    }
  }
}
