package io.summerbeam.io.bigquery;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterFactory;
import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.metric.RecordCounters;
import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.sdk.step.StepFailedException;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Finds rows that their columns cannot hold before they are sent: one of them would fail a whole
 * load job, and the methods differ in what they do with it.
 */
final class CheckFn extends DoFn<Row, OutgoingRow> {

  private static final long serialVersionUID = 1;

  static final TupleTag<OutgoingRow> OUT = new TupleTag<>("out") {};
  static final TupleTag<DeadLetter> DEAD = new TupleTag<>("dead") {};

  private final Columns columns;
  private final String stepName;
  private final @Nullable DeadLetterFactory deadLetters;
  private final RecordCounters counters;

  CheckFn(Columns columns, String stepName, @Nullable DeadLetterFactory deadLetters) {
    this.columns = columns;
    this.stepName = stepName;
    this.deadLetters = deadLetters;
    this.counters = RecordCounters.of(stepName);
  }

  @Setup
  public void setup() {
    DeadLetterFactory factory = deadLetters;
    if (factory != null) {
      factory.open();
    }
  }

  @ProcessElement
  public void process(
      @Element Row row, @Timestamp Instant time, BoundedWindow window, MultiOutputReceiver out) {
    counters.in();
    try {
      columns.toTableRow(row);
    } catch (UnwritableRowException e) {
      fail(row, time, window, e, out);
      return;
    }
    counters.out();
    out.get(OUT).output(OutgoingRow.of(row, time, window));
  }

  @FinishBundle
  public void finishBundle() {
    counters.flush();
  }

  private void fail(
      Row row,
      Instant time,
      BoundedWindow window,
      UnwritableRowException why,
      MultiOutputReceiver out) {
    Failure failure =
        Failure.of(Reason.SINK_REJECTED, String.valueOf(why.getMessage()), why.getCause());
    if (deadLetters == null) {
      throw StepFailedException.of(stepName, failure, Provenance.of(row));
    }
    counters.dead(Reason.SINK_REJECTED.code());
    out.get(DEAD).output(deadLetters.ofRow(row, time, window, failure));
  }
}
