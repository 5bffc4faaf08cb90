package io.summerbeam.io.kafka;

import io.summerbeam.sdk.window.BoundedOutOfOrderness;
import io.summerbeam.sdk.window.PartitionWatermark;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.TimestampPolicy;
import org.apache.beam.sdk.io.kafka.TimestampPolicyFactory;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.kafka.common.TopicPartition;
import org.joda.time.Instant;

/** Gives each partition's records their times, and the partition its watermark. */
final class RowTimestamps implements TimestampPolicyFactory<byte[], RecordValue> {

  private static final long serialVersionUID = 1;

  private final String readId;
  private final RecordShape shape;
  private final BoundedOutOfOrderness watermarks;

  RowTimestamps(String readId, RecordShape shape, BoundedOutOfOrderness watermarks) {
    this.readId = readId;
    this.shape = shape;
    this.watermarks = watermarks;
  }

  @Override
  public TimestampPolicy<byte[], RecordValue> createTimestampPolicy(
      TopicPartition partition, Optional<Instant> previousWatermark) {
    return policy(partition, previousWatermark, InstantSource.system());
  }

  Policy policy(
      TopicPartition partition, Optional<Instant> previousWatermark, InstantSource clock) {
    return new Policy(
        new RecordTimes(shape, watermarks.maxFuture()),
        watermarks.partition(previousWatermark.orElse(BoundedWindow.TIMESTAMP_MIN_VALUE)),
        PartitionProgress.begin(readId, partition, now(clock)),
        clock);
  }

  private static Instant now(InstantSource clock) {
    return Instant.ofEpochMilli(clock.millis());
  }

  /**
   * That of one partition. A record with a time that is not trusted has that time, and is to the
   * watermark as if it were not there: it neither moves it, nor keeps the partition from being
   * idle, because one in which nothing else comes would hold back all others for ever.
   */
  static final class Policy extends TimestampPolicy<byte[], RecordValue> {

    private final RecordTimes times;
    private final PartitionWatermark watermark;
    private final PartitionProgress progress;
    private final InstantSource clock;

    Policy(
        RecordTimes times,
        PartitionWatermark watermark,
        PartitionProgress progress,
        InstantSource clock) {
      this.times = times;
      this.watermark = watermark;
      this.progress = progress;
      this.clock = clock;
      Instant idleSince = progress.idleSince();
      if (idleSince != null) {
        watermark.caughtUp(idleSince);
      }
    }

    @Override
    public Instant getTimestampForRecord(
        PartitionContext context, KafkaRecord<byte[], RecordValue> record) {
      Instant now = now(clock);
      RecordTimes.Found found = times.of(record, now);
      if (found.trusted()) {
        watermark.observe(found.time(), now);
        progress.delivered(record.getOffset());
      } else {
        progress.deliveredWithoutTime(record.getOffset());
      }
      return found.time();
    }

    @Override
    public Instant getWatermark(PartitionContext context) {
      Instant asOf = progress.caughtUpAsOf();
      if (asOf == null && context.getMessageBacklog() == 0) {
        asOf = context.getBacklogCheckTime();
      }
      if (asOf != null) {
        watermark.caughtUp(asOf);
        progress.idle(asOf);
      }
      return watermark.watermark();
    }
  }
}
