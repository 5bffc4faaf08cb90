package io.summerbeam.io.bigquery;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterFactory;
import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.metric.RecordCounters;
import io.summerbeam.sdk.step.StepFailedException;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.jspecify.annotations.Nullable;

/** Makes dead letters of the rows that the service rejected; throws where there are none. */
final class RejectedFn<ErrorT> extends DoFn<ErrorT, DeadLetter> {

  private static final long serialVersionUID = 1;

  private final SerializableFunction<ErrorT, RejectedRow> reader;
  private final ReturnedRow returned;
  private final String stepName;
  private final @Nullable DeadLetterFactory deadLetters;
  private final RecordCounters counters;

  RejectedFn(
      SerializableFunction<ErrorT, RejectedRow> reader,
      ReturnedRow returned,
      String stepName,
      @Nullable DeadLetterFactory deadLetters) {
    this.reader = reader;
    this.returned = returned;
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
  public void process(@Element ErrorT error, OutputReceiver<DeadLetter> out) {
    RejectedRow rejected = reader.apply(error);
    String code = rejected.code();
    Failure failure =
        Failure.of(
            Reason.SINK_REJECTED,
            "BigQuery rejected the row" + (code.isEmpty() ? "" : ": " + code),
            new ServiceRejection(rejected.text()));
    if (deadLetters == null) {
      // Where it came from is not known: without dead letters only what was sent comes back.
      throw StepFailedException.of(stepName, failure, null);
    }
    counters.dead(Reason.SINK_REJECTED.code());
    OutgoingRow outgoing = returned.read(rejected.row());
    out.output(
        deadLetters.ofRow(
            outgoing.row(), outgoing.eventTime(), outgoing.windowOfDeadLetter(), failure));
  }

  @FinishBundle
  public void finishBundle() {
    counters.flush();
  }
}
