package io.summerbeam.io.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.KafkaRecordCoder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The records that partitions have when they are first looked at. Its parts are ranges of offsets,
 * so that a big partition is read by several workers, and where a compaction has left gaps, or a
 * transaction its marker, a part ends all the same.
 */
final class BoundedTopicSource extends BoundedSource<KafkaRecord<byte[], RecordValue>> {

  private static final long serialVersionUID = 1;

  /** Nobody tells how long records are; this is for the number of parts only. */
  private static final long ASSUMED_BYTES = 1024;

  private final ReadConsumers consumers;
  private final TopicSelection topics;
  private final RecordShape shape;
  private final KafkaStart start;
  private final Duration maxFuture;
  private final @Nullable List<OffsetRange> ranges;

  BoundedTopicSource(
      ReadConsumers consumers,
      TopicSelection topics,
      RecordShape shape,
      KafkaStart start,
      Duration maxFuture,
      @Nullable List<OffsetRange> ranges) {
    this.consumers = consumers;
    this.topics = topics;
    this.shape = shape;
    this.start = start;
    this.maxFuture = maxFuture;
    this.ranges = ranges;
  }

  @Override
  public List<BoundedTopicSource> split(long desiredBytes, PipelineOptions options) {
    List<BoundedTopicSource> sources = parts(desiredBytes).stream().map(this::of).toList();
    return sources.isEmpty() ? List.of(of(List.of())) : sources;
  }

  /** What there is to be read, in parts of about so many bytes. */
  List<OffsetRange> parts(long desiredBytes) {
    List<OffsetRange> parts = new ArrayList<>();
    for (OffsetRange range : ranges()) {
      parts.addAll(range.cut(1 + range.size() * ASSUMED_BYTES / Math.max(1, desiredBytes)));
    }
    return parts;
  }

  /** One part alone. */
  BoundedTopicSource of(OffsetRange part) {
    return of(List.of(part));
  }

  @Override
  public long getEstimatedSizeBytes(PipelineOptions options) {
    return ranges().stream().mapToLong(OffsetRange::size).sum() * ASSUMED_BYTES;
  }

  @Override
  public BoundedReader<KafkaRecord<byte[], RecordValue>> createReader(PipelineOptions options) {
    List<OffsetRange> known = ranges();
    return new BoundedTopicReader(of(known), known, consumers, new RecordTimes(shape, maxFuture));
  }

  @Override
  public Coder<KafkaRecord<byte[], RecordValue>> getOutputCoder() {
    return KafkaRecordCoder.of(NullableCoder.of(ByteArrayCoder.of()), RecordValueCoder.of());
  }

  private BoundedTopicSource of(List<OffsetRange> part) {
    return new BoundedTopicSource(consumers, topics, shape, start, maxFuture, List.copyOf(part));
  }

  private List<OffsetRange> ranges() {
    List<OffsetRange> known = ranges;
    if (known != null) {
      return known;
    }
    List<OffsetRange> found = new ArrayList<>();
    try (Consumer<byte[], byte[]> consumer = consumers.bounded()) {
      for (TopicPartition partition : topics.partitions(consumer)) {
        // The end first: what is deleted while it is looked for is not waited for.
        long end = StartOffsets.end(consumer, partition);
        long from = StartOffsets.of(consumer, partition, start, false);
        if (from < end) {
          found.add(new OffsetRange(partition, from, end));
        }
      }
    }
    return found;
  }
}
