package io.summerbeam.sdk.step;

import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.source.Provenance;
import org.jspecify.annotations.Nullable;

/**
 * A record failed in a step that has no dead letters to put it into, or that is to end the pipeline
 * then. The runner tries the bundle again or ends the job; nothing is lost.
 */
public final class StepFailedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /**
   * Says which step, why, and where the record came from; nothing of its content. Its cause has the
   * class and the frames of the failure's, and not its message.
   */
  public StepFailedException(String step, Failure failure, @Nullable Provenance source) {
    this(
        step,
        failure,
        source,
        "With withDeadLetters(...) such a record goes to the dead letters instead.");
  }

  private StepFailedException(
      String step, Failure failure, @Nullable Provenance source, String remedy) {
    super(
        step
            + ": "
            + failure.reason().code()
            + ": "
            + failure.message()
            + (source == null ? "" : ", at " + source)
            + ". "
            + remedy,
        FailureCause.of(failure.cause()));
  }

  /** For a record that ends the pipeline although there may be dead letters. */
  public static StepFailedException stopping(
      String step, Failure failure, @Nullable Provenance source) {
    return new StepFailedException(
        step, failure, source, "It ends the pipeline because the step was told so.");
  }
}
