package io.summerbeam.io.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.sdk.format.EventTime;
import io.summerbeam.sdk.format.JsonFormat;
import io.summerbeam.sdk.window.BoundedOutOfOrderness;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.KafkaTimestampType;
import org.apache.beam.sdk.io.kafka.TimestampPolicy.PartitionContext;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.joda.time.Instant;
import org.junit.Test;

public class RowTimestampsTest {

  private static final long NOW = 1_000_000_000_000L;
  private static final long IN_2099 = Instant.parse("2099-01-01T00:00:00Z").getMillis();
  private static final TopicPartition PARTITION = new TopicPartition("t", 0);
  private static final Schema SCHEMA = Schema.builder().addInt64Field("time").build();
  private static final RecordShape BY_RECORD =
      new RecordShape(JsonFormat.of(), SCHEMA, null, Tombstones.malformed());
  private static final RecordShape BY_FIELD =
      new RecordShape(JsonFormat.of(), SCHEMA, EventTime.ofField("time"), Tombstones.malformed());
  private static final BoundedOutOfOrderness WATERMARKS =
      BoundedOutOfOrderness.of(Duration.ofSeconds(5)).withIdleAfter(Duration.ofSeconds(60));

  private final String readId = UUID.randomUUID().toString();
  private final AtomicLong millis = new AtomicLong(NOW);
  private final InstantSource clock = () -> java.time.Instant.ofEpochMilli(millis.get());

  @Test
  public void timestamp_default_isThatOfTheRecord() {
    RowTimestamps.Policy policy = policy(BY_RECORD, Optional.empty());
    assertThat(time(policy, record(0, NOW - 7, "{}")), equalTo(NOW - 7));
    assertThat(watermark(policy, backlog(-1)), equalTo(NOW - 5007));
  }

  @Test
  public void timestamp_thatIsNoneOrFarInTheFuture_isNow() {
    RowTimestamps.Policy policy = policy(BY_RECORD, Optional.empty());
    for (long timestamp :
        new long[] {-1, Long.MAX_VALUE, NOW + Duration.ofDays(1).toMillis() + 1}) {
      assertThat(time(policy, record(0, timestamp, "{}")), equalTo(NOW));
    }
  }

  @Test
  public void timestamp_ofAField_isReadOnce() {
    RowTimestamps.Policy policy = policy(BY_FIELD, Optional.empty());
    KafkaRecord<byte[], RecordValue> record = record(0, NOW, "{\"time\":" + (NOW - 9) + "}");
    assertThat(time(policy, record), equalTo(NOW - 9));
    assertThat(record.getKV().getValue().decoded().row().getInt64("time"), equalTo(NOW - 9));
  }

  @Test
  public void timestamp_ofAFieldThatCannotBeRead_isThatOfTheRecord() {
    RowTimestamps.Policy policy = policy(BY_FIELD, Optional.empty());
    assertThat(time(policy, record(0, NOW - 3, "{\"time\":")), equalTo(NOW - 3));
    assertThat(time(policy, record(1, NOW - 2, null)), equalTo(NOW - 2));
  }

  @Test
  public void watermark_fieldThatCannotBeRead_isWhereItWas() {
    for (String value : new String[] {"{\"time\":", "{\"time\":\"today\"}", happened(IN_2099)}) {
      RowTimestamps.Policy policy = policy(BY_FIELD, Optional.empty());
      time(policy, record(0, NOW, happened(NOW - 200_000)));
      assertThat(value, time(policy, record(1, NOW, value)), equalTo(NOW));
      assertThat(value, watermark(policy, backlog(-1)), equalTo(NOW - 205_000));
      time(policy, record(2, NOW, happened(NOW - 199_000)));
      assertThat(value, watermark(policy, backlog(-1)), equalTo(NOW - 204_000));
    }
  }

  @Test
  public void watermark_fieldThatMayBeOf2099_isWhereItWas() {
    RecordShape planned =
        new RecordShape(
            JsonFormat.of(),
            SCHEMA,
            EventTime.ofField("time").withMaxFuture(Duration.ofDays(100_000)),
            Tombstones.malformed());
    RowTimestamps.Policy policy = policy(planned, Optional.empty());
    time(policy, record(0, NOW, happened(NOW - 200_000)));
    assertThat(time(policy, record(1, NOW, happened(IN_2099))), equalTo(IN_2099));
    assertThat(watermark(policy, backlog(-1)), equalTo(NOW - 205_000));
  }

  @Test
  public void watermark_timestampThatIsNoneOrOf2099_isWhereItWas() {
    for (RecordShape shape : new RecordShape[] {BY_RECORD, BY_FIELD}) {
      RowTimestamps.Policy policy = policy(shape, Optional.empty());
      time(policy, record(0, NOW - 200_000, happened(NOW - 200_000)));
      assertThat(time(policy, record(1, IN_2099, "{")), equalTo(NOW));
      assertThat(time(policy, record(2, -1, "{")), equalTo(NOW));
      assertThat(watermark(policy, backlog(-1)), equalTo(NOW - 205_000));
    }
  }

  @Test
  public void watermark_bytesThatAreNoRow_withTheTimeOfTheRecord_movesIt() {
    RowTimestamps.Policy policy = policy(BY_RECORD, Optional.empty());
    time(policy, record(0, NOW - 200_000, "{}"));
    time(policy, record(1, NOW - 100_000, "{"));
    assertThat(watermark(policy, backlog(-1)), equalTo(NOW - 105_000));
  }

  @Test
  public void watermark_tombstone_movesItByItsTimestamp() {
    RowTimestamps.Policy policy = policy(BY_FIELD, Optional.empty());
    time(policy, record(0, NOW, happened(NOW - 200_000)));
    time(policy, record(1, NOW - 100, null));
    assertThat(watermark(policy, backlog(-1)), equalTo(NOW - 5100));
    assertThat(time(policy, record(2, IN_2099, null)), equalTo(NOW));
    assertThat(watermark(policy, backlog(-1)), equalTo(NOW - 5100));
  }

  @Test
  public void watermark_onlyMalformedRecords_followsTheClockAsWithoutThem() {
    RowTimestamps.Policy policy = policy(BY_FIELD, Optional.empty());
    time(policy, record(0, NOW, happened(NOW - 200_000)));
    for (int i = 1; i <= 6; i++) {
      assertThat(watermark(policy, backlog(0)), equalTo(NOW - 205_000));
      millis.addAndGet(10_000);
      time(policy, record(i, millis.get(), "{"));
    }
    // There may be others behind it.
    assertThat(watermark(policy, backlog(1)), equalTo(NOW - 205_000));
    assertThat(watermark(policy, backlog(0)), equalTo(NOW + 55_000));
  }

  @Test
  public void watermark_onlyMalformedRecords_readerOpenedAgain_remembersSinceWhenItIsIdle() {
    watermark(policy(BY_FIELD, Optional.empty()), backlog(0));
    for (int i = 0; i < 3; i++) {
      millis.addAndGet(20_000);
      RowTimestamps.Policy again = policy(BY_FIELD, Optional.of(BoundedWindow.TIMESTAMP_MIN_VALUE));
      time(again, record(i, millis.get(), "{"));
      long expected = i < 2 ? BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis() : NOW + 55_000;
      assertThat(watermark(again, backlog(0)), equalTo(expected));
    }
  }

  @Test
  public void watermark_nothingRead_isThatOfTheCheckpoint() {
    Instant before = Instant.ofEpochMilli(NOW - 77);
    assertThat(watermark(policy(BY_RECORD, Optional.of(before)), backlog(3)), equalTo(NOW - 77));
    assertThat(
        watermark(policy(BY_RECORD, Optional.empty()), backlog(3)),
        equalTo(BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis()));
  }

  @Test
  public void watermark_idleForLongEnough_followsTheClock() {
    RowTimestamps.Policy policy = policy(BY_RECORD, Optional.empty());
    time(policy, record(0, NOW - 100_000, "{}"));
    watermark(policy, backlog(0));
    millis.addAndGet(59_999);
    assertThat(watermark(policy, backlog(0)), equalTo(NOW - 105_000));
    millis.addAndGet(1);
    assertThat(watermark(policy, backlog(0)), equalTo(NOW + 55_000));
    time(policy, record(1, NOW, "{}"));
    millis.addAndGet(60_000);
    assertThat(watermark(policy, backlog(0)), equalTo(NOW + 55_000));
  }

  @Test
  public void watermark_readerOpenedAgain_remembersSinceWhenItIsIdle() {
    watermark(policy(BY_RECORD, Optional.empty()), backlog(0));
    for (int i = 0; i < 3; i++) {
      millis.addAndGet(20_000);
      RowTimestamps.Policy again =
          policy(BY_RECORD, Optional.of(BoundedWindow.TIMESTAMP_MIN_VALUE));
      long expected = i < 2 ? BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis() : NOW + 55_000;
      assertThat(watermark(again, backlog(0)), equalTo(expected));
    }
  }

  @Test
  public void watermark_readerOpenedAgainMuchLater_startsAnew() {
    watermark(policy(BY_RECORD, Optional.empty()), backlog(0));
    millis.addAndGet(60_001);
    RowTimestamps.Policy again = policy(BY_RECORD, Optional.of(BoundedWindow.TIMESTAMP_MIN_VALUE));
    assertThat(
        watermark(again, backlog(0)), equalTo(BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis()));
  }

  @Test
  public void watermark_readerOpenedAgainAfterARecord_startsAnew() {
    RowTimestamps.Policy first = policy(BY_RECORD, Optional.empty());
    watermark(first, backlog(0));
    time(first, record(0, NOW, "{}"));
    millis.addAndGet(25_000);
    watermark(first, backlog(0));
    millis.addAndGet(25_000);
    watermark(first, backlog(0));
    millis.addAndGet(25_000);
    RowTimestamps.Policy again = policy(BY_RECORD, Optional.of(Instant.ofEpochMilli(NOW - 5000)));
    assertThat(watermark(again, backlog(0)), equalTo(NOW - 5000));
    millis.addAndGet(10_000);
    assertThat(watermark(again, backlog(0)), equalTo(NOW + 80_000));
  }

  @Test
  public void watermark_markerOfATransactionBehindTheLastRecord_isNoBacklog() {
    RowTimestamps.Policy policy = policy(BY_RECORD, Optional.empty());
    PartitionProgress progress = PartitionProgress.of(readId, PARTITION);
    progress.polled(8, 6);
    progress.end(8, Instant.ofEpochMilli(NOW));
    // Record 6 is not out yet.
    watermark(policy, backlog(2));
    time(policy, record(6, NOW - 100_000, "{}"));
    watermark(policy, backlog(1));
    progress.end(8, Instant.ofEpochMilli(NOW + 60_000));
    assertThat(watermark(policy, backlog(1)), equalTo(NOW + 55_000));
    progress.end(9, Instant.ofEpochMilli(NOW + 120_000));
    assertThat(watermark(policy, backlog(2)), equalTo(NOW + 55_000));
  }

  private RowTimestamps.Policy policy(RecordShape shape, Optional<Instant> before) {
    return new RowTimestamps(readId, shape, WATERMARKS).policy(PARTITION, before, clock);
  }

  private static long time(RowTimestamps.Policy policy, KafkaRecord<byte[], RecordValue> record) {
    return policy.getTimestampForRecord(null, record).getMillis();
  }

  private static long watermark(RowTimestamps.Policy policy, PartitionContext context) {
    return policy.getWatermark(context).getMillis();
  }

  private static String happened(long time) {
    return "{\"time\":" + time + "}";
  }

  private PartitionContext backlog(long records) {
    Instant asOf = Instant.ofEpochMilli(millis.get());
    return new PartitionContext() {
      @Override
      public long getMessageBacklog() {
        return records;
      }

      @Override
      public Instant getBacklogCheckTime() {
        return asOf;
      }
    };
  }

  private static KafkaRecord<byte[], RecordValue> record(
      long offset, long timestamp, String value) {
    return new KafkaRecord<>(
        "t",
        0,
        offset,
        timestamp,
        KafkaTimestampType.CREATE_TIME,
        new RecordHeaders(),
        null,
        new RecordValue(TestBroker.bytes(value)));
  }
}
