package io.summerbeam.transforms.enrich;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterFactory;
import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.metric.RecordCounters;
import io.summerbeam.sdk.schema.RowValues;
import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.sdk.step.StepFailedException;
import io.summerbeam.transforms.pairing.RowAppender;
import java.io.Serializable;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Sends a record on with what it has met, or where misses go; with its own time and window. One
 * belongs to one DoFn.
 */
final class Meeting implements Serializable {

  private static final long serialVersionUID = 1;

  private final String stepName;
  private final RowAppender appender;
  private final OnMiss onMiss;
  private final Failure miss;
  private final @Nullable DeadLetterFactory deadLetters;
  private final RecordCounters counters;

  /**
   * @param deadLetters null where a miss that is a failure is thrown
   */
  Meeting(
      String stepName,
      RowAppender appender,
      OnMiss onMiss,
      Failure miss,
      @Nullable DeadLetterFactory deadLetters) {
    this.stepName = stepName;
    this.appender = appender;
    this.onMiss = onMiss;
    this.miss = miss;
    this.deadLetters = deadLetters;
    this.counters = RecordCounters.of(stepName);
  }

  RecordCounters counters() {
    return counters;
  }

  /** Makes ready; called in the setup of the DoFn that it belongs to. */
  void open() {
    DeadLetterFactory factory = deadLetters;
    if (factory != null) {
      factory.open();
    }
  }

  /**
   * Sends a record on.
   *
   * @param taken what it has met; null for a miss
   */
  void send(
      WaitingRecord record,
      @Nullable Row taken,
      OutputReceiver<Row> out,
      OutputReceiver<DeadLetter> dead) {
    if (taken != null) {
      counters.out();
      put(appender.appendValues(record.row(), RowValues.of(taken)), record, out);
      return;
    }
    switch (onMiss) {
      case KEEP -> {
        counters.add("lookup_misses", 1);
        counters.out();
        put(appender.appendValues(record.row(), null), record, out);
      }
      case DROP -> counters.dropped();
      case FAIL -> {
        DeadLetterFactory factory = deadLetters;
        if (factory == null) {
          throw StepFailedException.of(stepName, miss, Provenance.of(record.row()));
        }
        counters.dead(Reason.LOOKUP_MISS.code());
        put(
            factory.ofRow(record.row(), Instant.ofEpochMilli(record.time()), record.window(), miss),
            record,
            dead);
      }
    }
  }

  private static <T> void put(T value, WaitingRecord record, OutputReceiver<T> out) {
    out.outputWindowedValue(
        value, Instant.ofEpochMilli(record.time()), List.of(record.window()), PaneInfo.NO_FIRING);
  }
}
