package io.summerbeam.io.kafka;

import java.time.Duration;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.joda.time.Instant;

/**
 * When records happened: the same for a source that waits for more and one that ends. Not
 * thread-safe.
 */
final class RecordTimes {

  private final RecordShape shape;
  private final RecordReader reader;
  private final long maxFuture;

  RecordTimes(RecordShape shape, Duration maxFuture) {
    this.shape = shape;
    this.reader = shape.reader();
    this.maxFuture = maxFuture.toMillis();
  }

  /**
   * The time from a field, where one is asked for and the record has it; else that of the record in
   * its topic; where that is no time, or one of the far future, now.
   */
  Instant of(KafkaRecord<byte[], RecordValue> read, Instant now) {
    KafkaRecord<byte[], RecordValue> record = shape.original(read);
    if (shape.eventTime() != null) {
      RecordValue value = record.getKV().getValue();
      Decoded decoded = reader.read(record);
      value.remember(decoded, shape);
      Instant time = decoded.eventTime();
      if (time != null) {
        return time;
      }
    }
    long timestamp = record.getTimestamp();
    return timestamp < 0 || timestamp - now.getMillis() > maxFuture
        ? now
        : Instant.ofEpochMilli(timestamp);
  }
}
