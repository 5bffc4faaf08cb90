package io.summerbeam.transforms.dedup;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.sdk.state.StateOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/**
 * {@link DropDuplicates} on thousands of random histories, each a key of one stream whose watermark
 * goes on, against what its Javadoc says, taken word by word. Nothing is late.
 */
public class RandomHistoriesTest {

  private static final int STEPS = 12;
  private static final long WITHIN = 10;
  private static final long STEP = 8;

  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  /** The records of each step, in the order in which they arrive. */
  private final List<List<TimestampedValue<Row>>> steps = new ArrayList<>();

  @Before
  public void fewBuckets() {
    pipeline.getOptions().as(StateOptions.class).setStateBuckets(4);
  }

  @Test
  public void first_isWhatTheModelSays() {
    histories(3_000, 1);
    check(
        DropDuplicates.by("id").within(Duration.ofMillis(WITHIN)),
        inOrderOfArrival((time, kept) -> Math.abs(time - kept) < WITHIN));
  }

  @Test
  public void updates_areWhatTheModelSays() {
    histories(3_000, 2);
    check(
        DropDuplicates.by("id").within(Duration.ofMillis(WITHIN)).keepingUpdates(),
        inOrderOfArrival((time, kept) -> kept >= time && kept - time < WITHIN));
  }

  @Test
  public void last_isWhatTheModelSays() {
    histories(1_000, 3);
    List<TimestampedValue<Row>> all = steps.stream().flatMap(List::stream).toList();
    Map<String, List<TimestampedValue<Row>>> byKey = new HashMap<>();
    all.forEach(each -> byKey.computeIfAbsent(id(each), unused -> new ArrayList<>()).add(each));
    check(
        DropDuplicates.by("id").within(Duration.ofMillis(WITHIN)).keepingLast(),
        all.stream()
            .filter(each -> byKey.get(id(each)).stream().noneMatch(other -> replaces(other, each)))
            .toList());
  }

  private static boolean replaces(TimestampedValue<Row> other, TimestampedValue<Row> each) {
    long newerBy = millis(other) - millis(each);
    return newerBy == 0
        ? other.getValue().getInt64("n") > each.getValue().getInt64("n")
        : newerBy > 0 && newerBy < WITHIN;
  }

  /** Records ahead of the watermark by up to four times what is near; some at the same time. */
  private void histories(int keys, long seed) {
    Random random = new Random(seed);
    long n = 0;
    for (int step = 0; step < STEPS; step++) {
      List<TimestampedValue<Row>> records = new ArrayList<>();
      for (int key = 0; key < keys; key++) {
        // Keys that come at each step, and keys that come seldom.
        if (random.nextInt(1 + key % 12) == 0) {
          long time = watermark(step) + random.nextInt((int) (4 * WITHIN));
          records.add(Events.at(time, "k" + key, n++ % 100));
        }
      }
      steps.add(records);
    }
  }

  private static long watermark(int step) {
    return (step - STEPS / 2) * STEP;
  }

  private List<TimestampedValue<Row>> inOrderOfArrival(Nearness nearness) {
    Map<String, List<Long>> kept = new HashMap<>();
    List<TimestampedValue<Row>> expected = new ArrayList<>();
    for (List<TimestampedValue<Row>> step : steps) {
      for (TimestampedValue<Row> record : step) {
        List<Long> times = kept.computeIfAbsent(id(record), unused -> new ArrayList<>());
        if (times.stream().noneMatch(time -> nearness.covers(millis(record), time))) {
          times.add(millis(record));
          expected.add(record);
        }
      }
    }
    return expected;
  }

  private void check(DropDuplicates dropDuplicates, List<TimestampedValue<Row>> expected) {
    TestStream.Builder<Row> stream = TestStream.create(Events.SCHEMA);
    for (int step = 0; step < STEPS; step++) {
      stream = stream.advanceWatermarkTo(Instant.ofEpochMilli(watermark(step)));
      List<TimestampedValue<Row>> records = steps.get(step);
      stream =
          stream.addElements(
              records.get(0), records.subList(1, records.size()).toArray(TimestampedValue[]::new));
    }
    List<String> texts = Events.texts(expected).stream().sorted().toList();
    PAssert.that(
            pipeline
                .apply(stream.advanceWatermarkToInfinity())
                .setRowSchema(Events.SCHEMA)
                .apply(dropDuplicates)
                .apply(new Events.Texts()))
        .satisfies(
            actual -> {
              assertThat(
                  StreamSupport.stream(actual.spliterator(), false).sorted().toList(),
                  equalTo(texts));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  private static String id(TimestampedValue<Row> event) {
    return event.getValue().getString("id");
  }

  private static long millis(TimestampedValue<Row> event) {
    return event.getTimestamp().getMillis();
  }

  @FunctionalInterface
  private interface Nearness {
    /** Whether a record is a duplicate of one that was let through. */
    boolean covers(long time, long kept);
  }
}
