package io.summerbeam.transforms.aggregate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.sdk.metric.CounterName;
import io.summerbeam.sdk.metric.LocalCounts;
import io.summerbeam.transforms.inmemory.Received;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;

/** What bundles send to the state of a bucket, counted and summed, and what comes of it as text. */
final class GatheredSums {

  static final Schema KEY = Schema.builder().addStringField("key").build();

  static final List<Measure.Bound> MEASURES =
      Measured.bound(Aggregate.globally().count("count").sum("n", "sum"));

  static final Results RESULTS =
      new Results(
          Schema.builder()
              .addStringField("key")
              .addDateTimeField("window_start")
              .addDateTimeField("window_end")
              .addInt64Field("count")
              .addNullableField("sum", FieldType.INT64)
              .build(),
          MEASURES,
          false);

  /** All keys are in it. */
  static final GroupBucket ONLY_BUCKET = new GroupBucket(0, 1);

  private static final long HOUR = 3_600_000;

  private GatheredSums() {}

  /** Records of a key that a bundle has seen in a window. */
  static Gathered gathered(String key, IntervalWindow window, long... numbers) {
    Accumulator seen = Accumulator.empty(MEASURES);
    for (long n : numbers) {
      seen.add(Measured.row("n", n), window.start().getMillis());
    }
    GroupKey group = GroupKey.of(Row.withSchema(KEY).addValues(key).build(), RowCoder.of(KEY));
    return new Gathered(Slot.of(group, window), numbers.length, seen);
  }

  /** The window from one hour to another. */
  static IntervalWindow hours(long from, long to) {
    return new IntervalWindow(Instant.ofEpochMilli(from * HOUR), Instant.ofEpochMilli(to * HOUR));
  }

  /** A result as text. */
  static String result(String key, IntervalWindow window, long count, long sum) {
    return key
        + " "
        + window.start().getMillis()
        + " "
        + window.end().getMillis()
        + " "
        + count
        + " "
        + sum;
  }

  /** The results since the last time, each of which must be in its window. */
  static List<String> taken(Received<Row> out) {
    List<String> results = new ArrayList<>();
    for (Received.One<Row> one : out.take()) {
      Row row = one.value();
      IntervalWindow window =
          new IntervalWindow(
              row.getDateTime("window_start").toInstant(),
              row.getDateTime("window_end").toInstant());
      assertThat(one.time(), equalTo(window.maxTimestamp()));
      assertThat(List.copyOf(one.windows()), equalTo(List.of(window)));
      results.add(result(row.getString("key"), window, row.getInt64("count"), row.getInt64("sum")));
    }
    return results;
  }

  /** How many records a step has counted as late, once its bundle is finished. */
  static long late(String stepName) {
    return LocalCounts.snapshot().getOrDefault(CounterName.of(stepName, "records_late"), 0L);
  }
}
