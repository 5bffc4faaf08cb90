package io.summerbeam.io.kafka;

import java.time.Duration;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.joda.time.Instant;

/**
 * When records happened: the same for a source that waits for more and one that ends. Not
 * thread-safe.
 */
final class RecordTimes {

  /**
   * The time of a record.
   *
   * @param trusted whether it says when something happened, so that a watermark may follow it;
   *     false where it is one that the record was given because it has none
   */
  record Found(Instant time, boolean trusted) {}

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
   *
   * <p>Where a field is asked for, that of the record in its topic may be days after what happened,
   * as in a backfill: it is not trusted then. A tombstone has no fields, and no other time than
   * that, which whoever wrote it gave it: it is.
   */
  Found of(KafkaRecord<byte[], RecordValue> read, Instant now) {
    KafkaRecord<byte[], RecordValue> record = shape.original(read);
    RecordValue value = record.getKV().getValue();
    if (shape.eventTime() != null) {
      Decoded decoded = reader.read(record);
      value.remember(decoded, shape);
      Instant time = decoded.eventTime();
      if (time != null) {
        // The field may be allowed to be later than what the watermark takes notice of.
        return new Found(time, !isFarFuture(time.getMillis(), now));
      }
    }
    long timestamp = record.getTimestamp();
    if (timestamp < 0 || isFarFuture(timestamp, now)) {
      return new Found(now, false);
    }
    return new Found(
        Instant.ofEpochMilli(timestamp), shape.eventTime() == null || value.bytes() == null);
  }

  private boolean isFarFuture(long time, Instant now) {
    return time - now.getMillis() > maxFuture;
  }
}
