package io.summerbeam.io.kafka;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterFactory;
import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.metric.RecordCounters;
import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.sdk.step.StepFailedException;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** What becomes of rows that cannot be written: dead letters, or the end of the bundle. */
final class Rejections implements Serializable {

  private static final long serialVersionUID = 1;

  private final String stepName;
  private final @Nullable DeadLetterFactory deadLetters;

  Rejections(String stepName, @Nullable DeadLetterFactory deadLetters) {
    this.stepName = stepName;
    this.deadLetters = deadLetters;
  }

  String stepName() {
    return stepName;
  }

  void open() {
    if (deadLetters != null) {
      deadLetters.open();
    }
  }

  /**
   * The dead letter of a row.
   *
   * @throws StepFailedException if there are to be none
   */
  DeadLetter letter(HeldRow held, RejectedException why, RecordCounters counters) {
    Failure failure =
        Failure.of(Reason.SINK_REJECTED, String.valueOf(why.getMessage()), why.getCause())
            .with(why.severity(), 1);
    if (deadLetters == null) {
      throw StepFailedException.of(stepName, failure, Provenance.of(held.row()));
    }
    counters.dead(failure.reason().code());
    return deadLetters.ofRow(held.row(), held.timestamp(), held.window(), failure);
  }
}
