package io.summerbeam.sdk.window;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.SerializableUtils;
import org.joda.time.Instant;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;

public class PartitionWatermarkTest {

  private static final BoundedOutOfOrderness SETTINGS =
      BoundedOutOfOrderness.of(Duration.ofSeconds(30))
          .withIdleAfter(Duration.ofMinutes(2))
          .withMaxFuture(Duration.ofHours(1));

  private final PartitionWatermark watermark = SETTINGS.partition();

  @Test
  public void newPartition_isAtTheBeginning() {
    assertThat(watermark.watermark(), equalTo(BoundedWindow.TIMESTAMP_MIN_VALUE));
  }

  @Test
  public void records_moveItToTheBoundBehindTheLatest() {
    watermark.observe(time("10:00:00"), time("12:00:00"));
    assertAt("09:59:30");
    watermark.observe(time("10:00:10"), time("12:00:00"));
    assertAt("09:59:40");
    watermark.observe(time("09:00:00"), time("12:00:00"));
    assertAt("09:59:40");
  }

  @Test
  public void firstRecordThereCanBe_leavesItAtTheBeginning() {
    watermark.observe(BoundedWindow.TIMESTAMP_MIN_VALUE, time("12:00:00"));
    assertThat(watermark.watermark(), equalTo(BoundedWindow.TIMESTAMP_MIN_VALUE));
  }

  @Test
  public void nothingToRead_forLongEnough_followsTheClock() {
    watermark.observe(time("10:00:00"), time("12:00:00"));
    watermark.caughtUp(time("12:00:00"));
    watermark.caughtUp(time("12:01:59"));
    assertAt("09:59:30");
    watermark.caughtUp(time("12:02:00"));
    assertAt("12:01:30");
    watermark.caughtUp(time("12:02:10"));
    assertAt("12:01:40");
  }

  @Test
  public void partitionWithoutAnyRecord_followsTheClockToo() {
    watermark.caughtUp(time("12:00:00"));
    watermark.caughtUp(time("12:02:00"));
    assertAt("12:01:30");
  }

  @Test
  public void recordBetween_beginsTheWaitAnew() {
    watermark.caughtUp(time("12:00:00"));
    watermark.observe(time("10:00:00"), time("12:01:59"));
    watermark.caughtUp(time("12:02:00"));
    watermark.caughtUp(time("12:03:59"));
    assertAt("09:59:30");
    watermark.caughtUp(time("12:04:00"));
    assertAt("12:03:30");
  }

  @Test
  public void moreToRead_isNotIdle_howeverLongItTakes() {
    watermark.observe(time("10:00:00"), time("12:00:00"));
    watermark.observe(time("10:00:01"), time("13:00:00"));
    watermark.caughtUp(time("13:00:01"));
    assertAt("09:59:31");
  }

  @Test
  public void idleAfterZero_followsTheClockAtOnce() {
    PartitionWatermark eager = SETTINGS.withIdleAfter(Duration.ZERO).partition();
    eager.caughtUp(time("12:00:00"));
    assertThat(eager.watermark(), equalTo(time("11:59:30")));
  }

  @Test
  public void recordAfterIdleness_doesNotTakeItBack() {
    watermark.caughtUp(time("12:00:00"));
    watermark.caughtUp(time("12:02:00"));
    watermark.observe(time("10:00:00"), time("12:02:01"));
    assertAt("12:01:30");
  }

  @Test
  public void clockSetBack_waitsAnew() {
    watermark.caughtUp(time("12:00:00"));
    watermark.caughtUp(time("11:00:00"));
    watermark.caughtUp(time("11:01:59"));
    assertThat(watermark.watermark(), equalTo(BoundedWindow.TIMESTAMP_MIN_VALUE));
    watermark.caughtUp(time("11:02:00"));
    assertAt("11:01:30");
  }

  @Test
  public void recordFromTheFuture_movesItNoFurtherThanTheClock() {
    watermark.observe(time("13:00:00"), time("12:00:00"));
    assertAt("11:59:30");
  }

  @Test
  public void recordFromTheFarFuture_doesNotMoveIt() {
    watermark.observe(time("10:00:00"), time("12:00:00"));
    watermark.observe(Instant.parse("2099-01-01T00:00:00Z"), time("12:00:00"));
    watermark.observe(BoundedWindow.TIMESTAMP_MAX_VALUE, time("12:00:00"));
    watermark.observe(time("13:00:01"), time("12:00:00"));
    assertAt("09:59:30");
  }

  @Test
  public void recordsFromTheFarFuture_andNoOther_areAsNone() {
    watermark.caughtUp(time("12:00:00"));
    watermark.observe(Instant.parse("2099-01-01T00:00:00Z"), time("12:01:00"));
    watermark.caughtUp(time("12:01:00"));
    watermark.observe(Instant.parse("2099-01-01T00:00:00Z"), time("12:01:59"));
    assertThat(watermark.watermark(), equalTo(BoundedWindow.TIMESTAMP_MIN_VALUE));
    watermark.caughtUp(time("12:02:00"));
    assertAt("12:01:30");
  }

  @Test
  public void partitionReadOn_isWhereItWas() {
    PartitionWatermark again = SETTINGS.partition(time("11:00:00"));
    assertThat(again.watermark(), equalTo(time("11:00:00")));
    again.observe(time("10:00:00"), time("12:00:00"));
    assertThat(again.watermark(), equalTo(time("11:00:00")));
    again.observe(time("11:30:00"), time("12:00:00"));
    assertThat(again.watermark(), equalTo(time("11:29:30")));
  }

  @Test
  public void manyPartitions_areWhereTheirWholeHistorySaysTheyAre() {
    Random random = new Random(42);
    for (int i = 0; i < 2_000; i++) {
      long bound = random.nextInt(20);
      long idleAfter = random.nextInt(20);
      long maxFuture = random.nextInt(20);
      PartitionWatermark partition =
          BoundedOutOfOrderness.of(Duration.ofMillis(bound))
              .withIdleAfter(Duration.ofMillis(idleAfter))
              .withMaxFuture(Duration.ofMillis(maxFuture))
              .partition(Instant.ofEpochMilli(-50));
      List<Long> records = new ArrayList<>();
      List<Long> clock = new ArrayList<>();
      long now = 0;
      for (int step = 0; step < 50; step++) {
        now += random.nextInt(10);
        clock.add(now);
        if (random.nextInt(3) == 0) {
          long time = now + random.nextInt(-60, 40);
          records.add(time);
          partition.observe(Instant.ofEpochMilli(time), Instant.ofEpochMilli(now));
        } else {
          records.add(null);
          partition.caughtUp(Instant.ofEpochMilli(now));
        }
        assertThat(
            partition.watermark().getMillis(),
            equalTo(Math.max(-50, latest(records, clock, bound, idleAfter, maxFuture))));
      }
    }
  }

  /** Of all that happened; a null is nothing to be read. */
  private static long latest(
      List<Long> records, List<Long> clock, long bound, long idleAfter, long maxFuture) {
    long latest = Long.MIN_VALUE;
    for (int i = 0; i < records.size(); i++) {
      Long record = records.get(i);
      long now = clock.get(i);
      if (record != null) {
        if (counts(record, now, maxFuture)) {
          latest = Math.max(latest, Math.min(record, now) - bound);
        }
        continue;
      }
      int first = i;
      for (int j = i - 1; j >= 0 && !counts(records.get(j), clock.get(j), maxFuture); j--) {
        if (records.get(j) == null) {
          first = j;
        }
      }
      if (now - clock.get(first) >= idleAfter) {
        latest = Math.max(latest, now - bound);
      }
    }
    return latest;
  }

  private static boolean counts(Long record, long now, long maxFuture) {
    return record != null && record - now <= maxFuture;
  }

  @Test
  public void settings_areKeptAndSerialized() {
    assertThat(SerializableUtils.clone(SETTINGS), equalTo(SETTINGS));
    assertThat(SETTINGS.bound(), equalTo(Duration.ofSeconds(30)));
    assertThat(SETTINGS.idleAfter(), equalTo(Duration.ofMinutes(2)));
    assertThat(SETTINGS.maxFuture(), equalTo(Duration.ofHours(1)));
    BoundedOutOfOrderness defaults = BoundedOutOfOrderness.of(Duration.ZERO);
    assertThat(defaults.idleAfter(), equalTo(Duration.ofMinutes(1)));
    assertThat(defaults.maxFuture(), equalTo(Duration.ofDays(1)));
  }

  @Test
  public void settingsThatAreNone_areRefused() {
    Duration negative = Duration.ofSeconds(-1);
    assertThat(
        refusal(() -> BoundedOutOfOrderness.of(negative)),
        equalTo("BoundedOutOfOrderness.of() must not be negative, but was: PT-1S"));
    assertThat(
        refusal(() -> SETTINGS.withIdleAfter(negative)),
        equalTo("BoundedOutOfOrderness.withIdleAfter() must not be negative, but was: PT-1S"));
    assertThat(
        refusal(() -> SETTINGS.withMaxFuture(negative)),
        equalTo("BoundedOutOfOrderness.withMaxFuture() must not be negative, but was: PT-1S"));
  }

  private static String refusal(ThrowingRunnable code) {
    return assertThrows(IllegalArgumentException.class, code).getMessage();
  }

  private void assertAt(String time) {
    assertThat(watermark.watermark(), equalTo(time(time)));
  }

  private static Instant time(String time) {
    return Instant.parse("2001-01-01T" + time + "Z");
  }
}
