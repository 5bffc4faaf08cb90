package io.summerbeam.transforms.aggregate;

import static io.summerbeam.transforms.aggregate.GatheredSums.gathered;
import static io.summerbeam.transforms.aggregate.GatheredSums.hours;
import static io.summerbeam.transforms.aggregate.GatheredSums.late;
import static io.summerbeam.transforms.aggregate.GatheredSums.result;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.state.Wake;
import io.summerbeam.transforms.inmemory.MapInMemory;
import io.summerbeam.transforms.inmemory.Received;
import io.summerbeam.transforms.inmemory.TimerInMemory;
import io.summerbeam.transforms.inmemory.ValueInMemory;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.junit.Test;

/** {@link WindowStateFn} where its timer does not tell the watermark: no window fires twice. */
public class WindowStateFnTest {

  private static final long HOUR = 3_600_000;

  @Test
  public void restored_recordOfAWindowThatHasFired_isLate_andMakesNoSecondResult() {
    Bucket bucket = new Bucket("WindowState fired");
    bucket.comes(gathered("a", hours(0, 1), 1, 2), gathered("a", hours(1, 2), 4));
    assertThat(bucket.advance(HOUR), contains(result("a", hours(0, 1), 2, 3)));
    bucket.timer.restore();

    bucket.comes(
        gathered("a", hours(0, 1), 8),
        // The watermark has passed its window, too, for which it is the first.
        gathered("b", hours(0, 1), 16, 32),
        gathered("a", hours(1, 2), 64));

    assertThat(bucket.finish(), equalTo(3L));
    assertThat(bucket.advance(2 * HOUR), contains(result("a", hours(1, 2), 2, 68)));
    assertThat(bucket.advanceToTheEnd(), empty());
    bucket.requireEmpty();
  }

  @Test
  public void timerOfBefore_firesOnceMore_whatHasFiredStaysOver() {
    Bucket bucket = new Bucket("WindowState again");
    bucket.comes(gathered("a", hours(0, 1), 1), gathered("a", hours(1, 2), 2));
    assertThat(
        bucket.advance(2 * HOUR),
        contains(result("a", hours(0, 1), 1, 1), result("a", hours(1, 2), 1, 2)));
    bucket.timer.restore();

    bucket.fire(Instant.ofEpochMilli(HOUR - 1));
    bucket.comes(gathered("a", hours(1, 2), 4));

    assertThat(bucket.finish(), equalTo(1L));
    assertThat(bucket.advanceToTheEnd(), empty());
    bucket.requireEmpty();
  }

  @Test
  public void drainedAndRestored_windowsThatHaveFiredAreOver_laterOnesAreNot() {
    Bucket bucket = new Bucket("WindowState drained");
    bucket.comes(gathered("a", hours(5, 6), 1), gathered("a", hours(0, 1), 2));
    assertThat(
        bucket.advanceToTheEnd(),
        contains(result("a", hours(0, 1), 1, 2), result("a", hours(5, 6), 1, 1)));
    bucket.timer.restore();

    bucket.comes(
        gathered("a", hours(5, 6), 4),
        gathered("b", hours(3, 4), 8),
        gathered("a", hours(6, 7), 16));

    assertThat(bucket.finish(), equalTo(2L));
    assertThat(bucket.advance(7 * HOUR), contains(result("a", hours(6, 7), 1, 16)));
    bucket.requireEmpty();
  }

  @Test
  public void recordForStateOfAnotherNumberOfBuckets_isRefused() {
    Bucket bucket = new Bucket("WindowState came");
    bucket.buckets.write(GatheredSums.ONLY_BUCKET.count() + 1);

    IllegalStateException e =
        assertThrows(
            IllegalStateException.class, () -> bucket.comes(gathered("a", hours(0, 1), 1)));

    assertThat(e.getMessage(), containsString("of another number of buckets"));
    bucket.requireEmpty();
  }

  @Test
  public void stateOfAnotherNumberOfBuckets_isRefused() {
    Bucket bucket = new Bucket("WindowState buckets");
    Gathered one = gathered("a", hours(0, 1), 1);
    bucket.comes(one);
    Instant at = Instant.ofEpochMilli(HOUR - 1);
    int number = one.slot().key().bucket(2);

    IllegalStateException e =
        assertThrows(
            IllegalStateException.class, () -> bucket.fire(new GroupBucket(1 - number, 2), at));

    assertThat(
        e.getMessage(),
        equalTo(
            "Aggregate: its state is of another number of buckets than it has now"
                + " (--stateBuckets=2). Leave it as it was and go back to the savepoint that it was"
                + " started from, not to a later checkpoint, or apply it under another name and"
                + " start without its state (on Flink: --allowNonRestoredState)."));
    bucket.fire(new GroupBucket(number, 2), at);
    assertThat(GatheredSums.taken(bucket.out), contains(result("a", hours(0, 1), 1, 1)));
  }

  /** A bucket with its state. */
  private static final class Bucket {
    private final String stepName;
    private final WindowStateFn fn;
    private final TimerInMemory timer = TimerInMemory.firingBehind();
    private final MapInMemory<Slot, Accumulator> open =
        new MapInMemory<>(
            Slot.SlotCoder.of(), new AccumulatorCoder(GatheredSums.MEASURES), new Random(1));
    private final ValueInMemory<Long> fired = new ValueInMemory<>();
    private final ValueInMemory<Integer> buckets = new ValueInMemory<>();
    private final ValueInMemory<Wake> wake = new ValueInMemory<>();
    private final Received<Row> out = new Received<>();

    Bucket(String stepName) {
      this.stepName = stepName;
      this.fn =
          new WindowStateFn(
              stepName,
              GatheredSums.KEY,
              GatheredSums.MEASURES,
              GatheredSums.RESULTS,
              GatheredSums.ONLY_BUCKET.count());
    }

    void comes(Gathered... gathered) {
      fn.process(KV.of(0, List.of(gathered)), open, fired, buckets, wake, timer);
    }

    void fire(Instant at) {
      fire(GatheredSums.ONLY_BUCKET, at);
    }

    void fire(GroupBucket bucket, Instant at) {
      fn.fire(bucket, at, open, fired, wake, timer, out);
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
      assertThat(open.size(), equalTo(0));
      assertThat(wake.read(), nullValue());
    }
  }
}
