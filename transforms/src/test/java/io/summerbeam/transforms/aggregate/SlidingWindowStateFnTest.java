package io.summerbeam.transforms.aggregate;

import static io.summerbeam.transforms.aggregate.GatheredSums.gathered;
import static io.summerbeam.transforms.aggregate.GatheredSums.hours;
import static io.summerbeam.transforms.aggregate.GatheredSums.late;
import static io.summerbeam.transforms.aggregate.GatheredSums.result;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.state.Wake;
import io.summerbeam.sdk.window.SlidingWindowFn;
import io.summerbeam.sdk.window.Windows;
import io.summerbeam.transforms.inmemory.MapInMemory;
import io.summerbeam.transforms.inmemory.Received;
import io.summerbeam.transforms.inmemory.TimerInMemory;
import io.summerbeam.transforms.inmemory.ValueInMemory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.junit.Test;

/**
 * {@link SlidingWindowStateFn} where its timer does not tell the watermark: no window fires twice;
 * and where time ends, and windows are cut.
 */
public class SlidingWindowStateFnTest {

  private static final long HOUR = 3_600_000;
  private static final long END_OF_WINDOWS = GlobalWindow.INSTANCE.maxTimestamp().getMillis() + 1;
  private static final long LAST_TIME = BoundedWindow.TIMESTAMP_MAX_VALUE.getMillis();

  @Test
  public void restored_recordIsLateForWindowsThatHaveFired_whichGiveNoSecondResult() {
    Bucket bucket = new Bucket("SlidingWindowState fired", sliding(2 * HOUR, HOUR));
    bucket.comes(gathered("a", hours(1, 2), 1));
    assertThat(bucket.advance(2 * HOUR), contains(result("a", hours(0, 2), 1, 1)));
    bucket.timer.restore();

    bucket.comes(
        // Late for both of its windows.
        gathered("a", hours(0, 1), 2),
        // Late for the first.
        gathered("a", hours(1, 2), 4),
        gathered("b", hours(1, 2), 8, 16));

    assertThat(bucket.finish(), equalTo(5L));
    assertThat(
        bucket.advance(3 * HOUR),
        containsInAnyOrder(result("a", hours(1, 3), 2, 5), result("b", hours(1, 3), 2, 24)));
    assertThat(bucket.advanceToTheEnd(), empty());
    bucket.requireEmpty();
  }

  @Test
  public void timerOfBefore_firesOnceMore_whatHasFiredStaysOver() {
    Bucket bucket = new Bucket("SlidingWindowState again", sliding(2 * HOUR, HOUR));
    bucket.comes(gathered("a", hours(1, 2), 1));
    assertThat(
        bucket.advance(3 * HOUR),
        contains(result("a", hours(0, 2), 1, 1), result("a", hours(1, 3), 1, 1)));
    bucket.timer.restore();

    bucket.fire(Instant.ofEpochMilli(2 * HOUR - 1));
    bucket.comes(gathered("a", hours(1, 2), 2));

    assertThat(bucket.finish(), equalTo(2L));
    assertThat(bucket.advanceToTheEnd(), empty());
    bucket.requireEmpty();
  }

  @Test
  public void drainedAndRestored_windowsThatHaveFiredAreOver_laterOnesAreNot() {
    Bucket bucket = new Bucket("SlidingWindowState drained", sliding(2 * HOUR, HOUR));
    bucket.comes(gathered("a", hours(1, 2), 1));
    assertThat(
        bucket.advanceToTheEnd(),
        contains(result("a", hours(0, 2), 1, 1), result("a", hours(1, 3), 1, 1)));
    bucket.timer.restore();

    bucket.comes(gathered("a", hours(1, 2), 2), gathered("a", hours(2, 3), 4));

    assertThat(bucket.finish(), equalTo(3L));
    assertThat(bucket.advance(4 * HOUR), contains(result("a", hours(2, 4), 1, 4)));
    bucket.requireEmpty();
  }

  @Test
  public void manyResultsAtOnce_leaveInPortions_eachOnce() {
    int keys = 100;
    int windows = 1000;
    Bucket bucket = new Bucket("SlidingWindowState many", sliding(windows, 1));
    IntervalWindow part = new IntervalWindow(Instant.ofEpochMilli(0), Instant.ofEpochMilli(1));
    Set<String> expected = new HashSet<>();
    for (int key = 0; key < keys; key++) {
      bucket.comes(gathered("k" + key, part, key));
      for (int end = 1; end <= windows; end++) {
        IntervalWindow window =
            new IntervalWindow(Instant.ofEpochMilli(end - windows), Instant.ofEpochMilli(end));
        expected.add(result("k" + key, window, 1, key));
      }
    }
    bucket.timer.advanceToTheEnd();

    bucket.fire(Instant.ofEpochMilli(0));
    List<String> first = GatheredSums.taken(bucket.out);
    int whole = OpenParts.RESULTS / keys;
    Wake again = bucket.wake.read();
    bucket.fire(Instant.ofEpochMilli(again.at()));
    List<String> rest = GatheredSums.taken(bucket.out);

    assertThat(first.size(), equalTo(whole * keys));
    // The last timestamp of the first window that has not fired.
    assertThat(again, equalTo(new Wake(whole, whole)));
    Set<String> found = new HashSet<>(first);
    found.addAll(rest);
    assertThat(first.size() + rest.size(), equalTo(expected.size()));
    assertThat(found, equalTo(expected));
    bucket.requireEmpty();
  }

  @Test
  public void manyPartsOfOneGroup_areOneResultAWindow_andLeaveAtOnce() {
    int starts = 2_000;
    int windows = 200;
    Bucket bucket = new Bucket("SlidingWindowState dense", sliding(windows, 1));
    for (int start = 0; start < starts; start++) {
      bucket.comes(gathered("a", millisecond(start), 1));
    }
    bucket.timer.advanceToTheEnd();

    bucket.fire(Instant.ofEpochMilli(0));

    assertThat(GatheredSums.taken(bucket.out).size(), equalTo(starts + windows - 1));
    bucket.requireEmpty();
  }

  @Test
  public void manyGroups_leaveInAsFewPortionsAsTheirResultsNeed() {
    int starts = 2_000;
    int windows = 200;
    Bucket bucket = new Bucket("SlidingWindowState sparse", sliding(windows, 1));
    for (int start = 0; start < starts; start++) {
      bucket.comes(gathered("k" + start, millisecond(start), 1));
    }
    bucket.timer.advanceToTheEnd();

    int portions = 0;
    Set<String> found = new HashSet<>();
    int results = 0;
    for (Wake next = bucket.wake.read(); next != null; next = bucket.wake.read()) {
      bucket.fire(Instant.ofEpochMilli(next.at()));
      List<String> portion = GatheredSums.taken(bucket.out);
      results += portion.size();
      found.addAll(portion);
      portions++;
    }

    assertThat(results, equalTo(starts * windows));
    assertThat(found.size(), equalTo(results));
    assertThat(portions, equalTo(results / OpenParts.RESULTS + 1));
    bucket.requireEmpty();
  }

  private static IntervalWindow millisecond(long start) {
    return new IntervalWindow(Instant.ofEpochMilli(start), Instant.ofEpochMilli(start + 1));
  }

  @Test
  public void recordForStateOfAnotherNumberOfBuckets_isRefused() {
    Bucket bucket = new Bucket("SlidingWindowState came", sliding(2 * HOUR, HOUR));
    bucket.buckets.write(GatheredSums.ONLY_BUCKET.count() + 1);

    IllegalStateException e =
        assertThrows(
            IllegalStateException.class, () -> bucket.comes(gathered("a", hours(0, 1), 1)));

    assertThat(e.getMessage(), containsString("of another number of buckets"));
    bucket.requireEmpty();
  }

  @Test
  public void stateOfAnotherNumberOfBuckets_isRefused() {
    Bucket bucket = new Bucket("SlidingWindowState buckets", sliding(2 * HOUR, HOUR));
    Gathered one = gathered("a", hours(0, 1), 1);
    bucket.comes(one);
    Instant at = Instant.ofEpochMilli(HOUR - 1);
    int number = one.slot().key().bucket(2);

    IllegalStateException e =
        assertThrows(
            IllegalStateException.class, () -> bucket.fire(new GroupBucket(1 - number, 2), at));

    assertThat(e.getMessage(), containsString("of another number of buckets"));
    bucket.fire(new GroupBucket(number, 2), at);
    assertThat(GatheredSums.taken(bucket.out), contains(result("a", hours(-1, 1), 1, 1)));
  }

  @Test
  public void recordsWhereTimeEnds_areInTheWindowsThatAreAssigned_eachWithItsOwnResult() {
    Random random = new Random(294_247);
    for (int i = 0; i < 2_000; i++) {
      long every = 1 + random.nextInt(10);
      SlidingWindowFn windows = sliding(every + random.nextInt(30), every);
      checkWhereTimeEnds(windows, random);
    }
  }

  private static void checkWhereTimeEnds(SlidingWindowFn windows, Random random) {
    Bucket bucket = new Bucket("SlidingWindowState end", windows);
    Map<String, Map<IntervalWindow, List<Long>>> expected = new HashMap<>();
    List<String> found = new ArrayList<>();
    StringBuilder what = new StringBuilder(windows.toString());
    long watermark = Long.MIN_VALUE;
    for (int moment = 0; moment < 2; moment++) {
      for (int j = random.nextInt(8); j >= 0; j--) {
        Instant time =
            Instant.ofEpochMilli(
                random.nextInt(4) == 0
                    ? LAST_TIME - random.nextInt(30)
                    : END_OF_WINDOWS - 30 + random.nextInt(60));
        String key = "k" + random.nextInt(2);
        long n = 1L << random.nextInt(30);
        what.append(", ").append(key).append(" at ").append(time.getMillis());
        bucket.comes(gathered(key, windows.parts().assignWindow(time), n));
        for (IntervalWindow window : windows.windowsAt(time)) {
          if (window.maxTimestamp().getMillis() >= watermark) {
            expected
                .computeIfAbsent(key, k -> new HashMap<>())
                .computeIfAbsent(window, w -> new ArrayList<>())
                .add(n);
          }
        }
      }
      if (moment == 0) {
        // Before the last timestamp of the global window, with which all time is over.
        watermark = END_OF_WINDOWS - 2 - random.nextInt(30);
        what.append(", watermark ").append(watermark);
        found.addAll(bucket.advance(watermark));
      }
    }
    found.addAll(bucket.advanceToTheEnd());

    List<String> wanted = new ArrayList<>();
    expected.forEach(
        (key, inWindows) ->
            inWindows.forEach(
                (window, all) ->
                    wanted.add(
                        result(
                            key,
                            window,
                            all.size(),
                            all.stream().mapToLong(Long::longValue).sum()))));
    found.sort(null);
    wanted.sort(null);
    assertThat(what.toString(), found, equalTo(wanted));
    bucket.requireEmpty();
  }

  private static SlidingWindowFn sliding(long size, long every) {
    return (SlidingWindowFn) Windows.sliding(Duration.ofMillis(size), Duration.ofMillis(every));
  }

  /** A bucket with its state. */
  private static final class Bucket {
    private final String stepName;
    private final SlidingWindowStateFn fn;
    private final TimerInMemory timer = TimerInMemory.firingBehind();
    private final MapInMemory<Slot, Accumulator> parts =
        new MapInMemory<>(
            Slot.SlotCoder.of(), new AccumulatorCoder(GatheredSums.MEASURES), new Random(1));
    private final ValueInMemory<Long> fired = new ValueInMemory<>();
    private final ValueInMemory<String> known = new ValueInMemory<>();
    private final ValueInMemory<Integer> buckets = new ValueInMemory<>();
    private final ValueInMemory<Wake> wake = new ValueInMemory<>();
    private final Received<Row> out = new Received<>();

    Bucket(String stepName, SlidingWindowFn windows) {
      this.stepName = stepName;
      this.fn =
          new SlidingWindowStateFn(
              stepName,
              GatheredSums.KEY,
              GatheredSums.MEASURES,
              GatheredSums.RESULTS,
              windows,
              GatheredSums.ONLY_BUCKET.count());
    }

    void comes(Gathered... gathered) {
      fn.process(KV.of(0, List.of(gathered)), parts, fired, known, buckets, wake, timer);
    }

    void fire(Instant at) {
      fire(GatheredSums.ONLY_BUCKET, at);
    }

    void fire(GroupBucket bucket, Instant at) {
      fn.fire(bucket, at, parts, fired, known, wake, timer, out);
    }

    /** Returns the results of what the watermark passes. */
    List<String> advance(long watermark) {
      timer.advance(watermark);
      timer.fire(this::fire);
      return GatheredSums.taken(out);
    }

    List<String> advanceToTheEnd() {
      timer.advanceToTheEnd();
      timer.fire(this::fire);
      return GatheredSums.taken(out);
    }

    /** Returns how many records were late. */
    long finish() {
      fn.finishBundle();
      return late(stepName);
    }

    void requireEmpty() {
      assertThat(parts.size(), equalTo(0));
      assertThat(wake.read(), nullValue());
    }
  }
}
