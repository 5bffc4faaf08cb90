package io.summerbeam.transforms.aggregate;

import io.summerbeam.sdk.failure.DeadLetterFactory;
import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.metric.CounterName;
import io.summerbeam.sdk.metric.RecordCounters;
import java.io.Serializable;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn.MultiOutputReceiver;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of records that are late: rows with the window and the lateness, dead letters, or
 * both.
 */
final class LateRecords implements Serializable {

  private static final long serialVersionUID = 1;

  private final @Nullable Schema schema;
  private final @Nullable DeadLetterFactory deadLetters;
  private final RecordCounters counters;
  private final Distribution lateness;

  /**
   * Late records of a step.
   *
   * @param schema that of the records, with the fields of the window and the lateness; null where
   *     they are no rows
   * @param deadLetters null where they are no dead letters
   */
  LateRecords(
      String stepName,
      RecordCounters counters,
      @Nullable Schema schema,
      @Nullable DeadLetterFactory deadLetters) {
    this.schema = schema;
    this.deadLetters = deadLetters;
    this.counters = counters;
    this.lateness =
        Metrics.distribution(
            CounterName.NAMESPACE,
            CounterName.of(stepName, SplitLateData.LATENESS_MS).metricName());
  }

  /** Makes ready; called in the setup of the DoFn that it belongs to. */
  void open() {
    DeadLetterFactory factory = deadLetters;
    if (factory != null) {
      factory.open();
    }
  }

  /**
   * Puts out a record.
   *
   * @param windows those that it is late for, at least one
   * @param of how many windows it belongs to
   * @param passed the watermark has passed this time
   */
  void send(
      KeyedRecord record,
      List<IntervalWindow> windows,
      int of,
      long passed,
      MultiOutputReceiver out) {
    Instant time = Instant.ofEpochMilli(record.time());
    IntervalWindow last = last(windows);
    lateness.update(WindowTimes.latenessOf(last, passed));
    counters.add(GroupsWithLateData.LATE_RECORDS, 1);
    DeadLetterFactory factory = deadLetters;
    if (factory != null) {
      counters.dead(Reason.LATE.code());
      out.get(GroupsWithLateData.DEAD)
          .outputWithTimestamp(
              factory.ofRow(record.row(), time, last, failure(last, windows.size(), of, passed)),
              time);
    }
    Schema with = schema;
    if (with != null) {
      for (IntervalWindow window : windows) {
        out.get(SplitLateData.LATE)
            .outputWithTimestamp(row(record.row(), with, window, passed), time);
      }
    }
  }

  private static Failure failure(IntervalWindow last, int late, int of, long passed) {
    Duration lateness = Duration.ofMillis(WindowTimes.latenessOf(last, passed));
    return Failure.of(
        Reason.LATE,
        of == 1
            ? "The window of the record was closed: the watermark had passed its end by "
                + lateness
                + "."
            : "Of the "
                + of
                + " windows of the record "
                + late
                + " were closed: the watermark had passed the end of the last of these by "
                + lateness
                + ".");
  }

  private static Row row(Row record, Schema with, IntervalWindow window, long passed) {
    @Nullable Object[] values = new @Nullable Object[with.getFieldCount()];
    int at = 0;
    for (int i = 0; i < record.getFieldCount(); i++) {
      values[at++] = record.getValue(i);
    }
    values[at++] = window.start();
    values[at++] = window.end();
    values[at] = WindowTimes.latenessOf(window, passed);
    return Row.withSchema(with).attachValues(Arrays.asList(values));
  }

  private static IntervalWindow last(List<IntervalWindow> windows) {
    IntervalWindow last = windows.get(0);
    for (IntervalWindow window : windows) {
      if (window.end().isAfter(last.end())) {
        last = window;
      }
    }
    return last;
  }
}
