package io.summerbeam.transforms.dedup;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.state.Wake;
import io.summerbeam.transforms.inmemory.MapInMemory;
import io.summerbeam.transforms.inmemory.TimerInMemory;
import io.summerbeam.transforms.inmemory.ValueInMemory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;

/** State that was kept with other settings, as a savepoint brings it back, is refused. */
public class SettingsTest {

  private static final int BUCKETS = 4;

  /** Of the state of those that keep the last no more is known. */
  private static final String OTHERS = "other key fields, or another within()";

  private final Random random = new Random(1);
  private final ValueInMemory<String> known = new ValueInMemory<>();
  private final ValueInMemory<Long> at = new ValueInMemory<>();
  private final ValueInMemory<Wake> wake = new ValueInMemory<>();
  private final TimerInMemory timer = new TimerInMemory(true);
  private final MapInMemory<Stretch, List<Long>> kept =
      new MapInMemory<>(Stretch.StretchCoder.of(), ListCoder.of(VarLongCoder.of()), random);
  private final MapInMemory<Block, Filter> filters =
      new MapInMemory<>(Block.BlockCoder.of(), Filter.FilterCoder.of(), random);
  private final MapInMemory<Long, Version> versions =
      new MapInMemory<>(
          VarLongCoder.of(), new Version.VersionCoder(RowCoder.of(Events.SCHEMA)), random);
  private final List<String> passed = new ArrayList<>();

  @Test
  public void first_ofTheSameSettings_isFound() {
    process(by(within(10)), 100);
    process(by(within(10)), 100);

    assertThat(passed, contains("a:1@100"));
  }

  @Test
  public void first_ofAnotherWithin_isRefused_alsoByTheTimer() {
    process(by(within(10)), 100);
    DropDuplicatesFn longer = by(within(20));

    String refusal =
        refusal(
            "DropDuplicates",
            "by(id STRING), within(PT0.01S), keepingFirst(), --stateBuckets=4",
            "by(id STRING), within(PT0.02S), keepingFirst(), --stateBuckets=4");
    assertThat(message(() -> process(longer, 101)), equalTo(refusal));
    timer.advance(1_000);
    assertThat(message(() -> timer.fire(due -> collect(longer, due))), equalTo(refusal));
    assertThat(passed, contains("a:1@100"));
    assertThat(kept.size(), equalTo(1));
  }

  @Test
  public void first_ofOtherBuckets_isRefused() {
    process(by(within(10)), 100);

    assertThat(
        message(() -> process(FnDriver.fn(DropDuplicatesFn.class, within(10), 8), 101)),
        equalTo(
            refusal(
                "DropDuplicates",
                "by(id STRING), within(PT0.01S), keepingFirst(), --stateBuckets=4",
                "by(id STRING), within(PT0.01S), keepingFirst(), --stateBuckets=8")));
  }

  @Test
  public void first_fromBeforeSettingsWereKept_isTaken_andTheyAreKept() {
    process(by(within(10)), 100);
    known.clear();

    process(by(within(10)), 101);

    assertThat(passed, contains("a:1@100"));
    assertThat(
        known.read(), equalTo("by(id STRING), within(PT0.01S), keepingFirst(), --stateBuckets=4"));
  }

  @Test
  public void updates_ofTheFirst_areRefused() {
    process(by(within(10)), 100);

    assertThat(
        message(() -> process(by(within(10).keepingUpdates()), 101)),
        equalTo(
            refusal(
                "DropDuplicates",
                "by(id STRING), within(PT0.01S), keepingFirst(), --stateBuckets=4",
                "by(id STRING), within(PT0.01S), keepingUpdates(), --stateBuckets=4")));
  }

  @Test
  public void first_ofOtherKeyFields_isRefused() {
    process(by(within(10)), 100);
    Duration near = Duration.ofMillis(10);

    assertThat(
        message(() -> process(by(DropDuplicates.by("id", "n").within(near)), 101)),
        equalTo(
            refusal(
                "DropDuplicates",
                "by(id STRING), within(PT0.01S), keepingFirst(), --stateBuckets=4",
                "by(id STRING, n INT), within(PT0.01S), keepingFirst(), --stateBuckets=4")));
    assertThat(
        message(() -> process(by(DropDuplicates.byAllFields().within(near)), 101)),
        equalTo(message(() -> process(by(DropDuplicates.by("id", "n").within(near)), 101))));
  }

  @Test
  public void first_ofKeyFieldsInAnotherOrder_isRefused() {
    Duration near = Duration.ofMillis(10);
    process(by(DropDuplicates.by("id", "n").within(near)), 100);

    assertThat(
        message(() -> process(by(DropDuplicates.by("n", "id").within(near)), 101)),
        equalTo(
            refusal(
                "DropDuplicates",
                "by(id STRING, n INT), within(PT0.01S), keepingFirst(), --stateBuckets=4",
                "by(n INT, id STRING), within(PT0.01S), keepingFirst(), --stateBuckets=4")));
  }

  @Test
  public void last_ofAnotherWithin_isRefused_beforeOneLeavesBesideANewerOne() {
    keep(within(10), 15);
    keep(within(20), 16);
    timer.advance(1_000);

    assertThat(
        message(() -> timer.fire(due -> leave(last(within(20)), due))),
        equalTo(
            refusal("DropDuplicates", OTHERS, "by(id STRING), within(PT0.02S), keepingLast()")));
    assertThat(passed, empty());
  }

  @Test
  public void last_whereStretchesOfAnotherWithinHaveTheSameNumber_isRefused() {
    keep(within(10), 15);

    assertThat(
        message(() -> keep(within(20), 25)),
        equalTo(
            refusal("DropDuplicates", OTHERS, "by(id STRING), within(PT0.02S), keepingLast()")));
  }

  @Test
  public void last_ofOtherKeyFields_isRefused_whenItIsToLeave() {
    keep(within(10), 15);
    timer.advance(1_000);
    KeepLastFn other = last(DropDuplicates.byAllFields().within(Duration.ofMillis(10)));

    assertThat(
        message(() -> timer.fire(due -> leave(other, due))),
        equalTo(
            refusal(
                "DropDuplicates", OTHERS, "by(id STRING, n INT), within(PT0.01S), keepingLast()")));
    assertThat(passed, empty());
  }

  @Test
  public void last_ofTheSameSettings_leaves() {
    keep(within(10), 15);
    keep(within(10), 24);
    timer.advance(1_000);

    timer.fire(due -> leave(last(within(10)), due));

    assertThat(passed, contains("a:1@24"));
    assertThat(versions.size(), equalTo(0));
  }

  @Test
  public void approximately_expectingMore_isRefused_alsoByTheTimer() {
    process(approximately(approximately().within(Duration.ofMillis(10))), 100);
    DropApproximatelyFn more =
        approximately(approximately().within(Duration.ofMillis(10)).expecting(2_000));

    String refusal =
        refusal(
            "DropDuplicatesApproximately",
            "by(id STRING), within(PT0.01S), expecting(1000), withFalsePositiveRate(0.001),"
                + " --stateBuckets=4",
            "by(id STRING), within(PT0.01S), expecting(2000), withFalsePositiveRate(0.001),"
                + " --stateBuckets=4");
    assertThat(message(() -> process(more, 101)), equalTo(refusal));
    timer.advance(1_000);
    assertThat(message(() -> timer.fire(due -> collect(more, due))), equalTo(refusal));
    assertThat(filters.size(), equalTo(1));
  }

  @Test
  public void approximately_ofOtherKeyFields_isRefused() {
    process(approximately(approximately().within(Duration.ofMillis(10))), 100);
    DropApproximatelyFn all =
        approximately(
            DropDuplicatesApproximately.byAllFields()
                .expecting(1_000)
                .within(Duration.ofMillis(10)));

    assertThat(
        message(() -> process(all, 101)),
        equalTo(
            refusal(
                "DropDuplicatesApproximately",
                "by(id STRING), within(PT0.01S), expecting(1000), withFalsePositiveRate(0.001),"
                    + " --stateBuckets=4",
                "by(id STRING, n INT), within(PT0.01S), expecting(1000),"
                    + " withFalsePositiveRate(0.001), --stateBuckets=4")));
  }

  @Test
  public void approximatelyByArrival_ofAnotherTime_isRefused() {
    arrive(approximately().withinProcessingTime(Duration.ofHours(1)));

    assertThat(
        message(() -> arrive(approximately().withinProcessingTime(Duration.ofHours(2)))),
        equalTo(
            refusal(
                "DropDuplicatesApproximately",
                "by(id STRING), withinProcessingTime(PT1H), expecting(1000),"
                    + " withFalsePositiveRate(0.001), --stateBuckets=4",
                "by(id STRING), withinProcessingTime(PT2H), expecting(1000),"
                    + " withFalsePositiveRate(0.001), --stateBuckets=4")));
  }

  private static String refusal(String transform, String before, String now) {
    return transform
        + ": its state is of other settings ("
        + before
        + ") than it has now ("
        + now
        + "). Leave them as they were, and go back to the savepoint that it was started from, not"
        + " to a later checkpoint, which may have state of both; or apply it under another name and"
        + " start without its state (on Flink: --allowNonRestoredState).";
  }

  private static String message(ThrowingRunnable code) {
    return assertThrows(IllegalStateException.class, code).getMessage();
  }

  private static DropDuplicates within(long millis) {
    return DropDuplicates.by("id").within(Duration.ofMillis(millis));
  }

  private static DropDuplicatesApproximately approximately() {
    return DropDuplicatesApproximately.by("id").expecting(1_000);
  }

  private static DropDuplicatesFn by(DropDuplicates drop) {
    return FnDriver.fn(DropDuplicatesFn.class, drop, BUCKETS);
  }

  private static KeepLastFn last(DropDuplicates drop) {
    return FnDriver.fn(KeepLastFn.class, drop.keepingLast(), BUCKETS);
  }

  private static DropApproximatelyFn approximately(DropDuplicatesApproximately drop) {
    return FnDriver.fn(DropApproximatelyFn.class, drop, BUCKETS);
  }

  private void process(DropDuplicatesFn fn, long time) {
    FnDriver<KV<Integer, List<Keyed>>> driver = new FnDriver<>(fn);
    fn.process(driver.element(batch(time)), GlobalWindow.INSTANCE, kept, at, known, timer);
    passed.addAll(driver.passed());
  }

  private void collect(DropDuplicatesFn fn, Instant due) {
    fn.collect(new FnDriver<>(fn).timer(due), GlobalWindow.INSTANCE, kept, at, known, timer);
  }

  /** Keeps a record as those are that were digested for the same transform. */
  private void keep(DropDuplicates drop, long time) {
    KeepLastFn fn = last(drop);
    FnDriver<KV<Digest, Version>> driver = new FnDriver<>(fn);
    Settings settings =
        Settings.of(
            "DropDuplicates", "by(id STRING)", "within(" + drop.within() + ")", "keepingLast()");
    fn.process(
        driver.element(KV.of(new Digest(1, 1), Version.of(settings.digest(), time, row()))),
        versions,
        wake,
        timer);
    passed.addAll(driver.passed());
  }

  private void leave(KeepLastFn fn, Instant due) {
    FnDriver<KV<Digest, Version>> driver = new FnDriver<>(fn);
    fn.leave(driver.timer(due), versions, wake, timer);
    passed.addAll(driver.passed());
  }

  private void process(DropApproximatelyFn fn, long time) {
    FnDriver<KV<Integer, List<Keyed>>> driver = new FnDriver<>(fn);
    fn.process(driver.element(batch(time)), GlobalWindow.INSTANCE, filters, at, known, timer);
    passed.addAll(driver.passed());
  }

  private void collect(DropApproximatelyFn fn, Instant due) {
    fn.collect(new FnDriver<>(fn).timer(due), GlobalWindow.INSTANCE, filters, at, known, timer);
  }

  private void arrive(DropDuplicatesApproximately drop) {
    DropApproximatelyByArrivalFn fn =
        FnDriver.fn(DropApproximatelyByArrivalFn.class, drop.withClock(new ByHandClock()), BUCKETS);
    fn.process(new FnDriver<>(fn).element(batch(100)), filters, at, known);
  }

  private static KV<Integer, List<Keyed>> batch(long time) {
    return KV.of(0, List.of(new Keyed(new Digest(1, 1), time, row())));
  }

  private static Row row() {
    return Events.at(0, "a", 1).getValue();
  }
}
