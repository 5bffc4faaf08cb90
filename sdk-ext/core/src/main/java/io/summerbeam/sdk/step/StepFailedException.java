package io.summerbeam.sdk.step;

import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.source.Provenance;
import org.jspecify.annotations.Nullable;

/**
 * A record failed in a step that has no dead letters to put it into. The runner tries the bundle
 * again or ends the job; nothing is lost.
 */
public final class StepFailedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /**
   * Says which step, why, and where the record came from; nothing of its content. Its cause has the
   * class and the frames of the failure's, and not its message.
   */
  public StepFailedException(String step, Failure failure, @Nullable Provenance source) {
    super(
        step
            + ": "
            + failure.reason().code()
            + ": "
            + failure.message()
            + (source == null ? "" : ", at " + source)
            + ". With withDeadLetters(...) such a record goes to the dead letters instead.",
        FailureCause.of(failure.cause()));
  }
}
