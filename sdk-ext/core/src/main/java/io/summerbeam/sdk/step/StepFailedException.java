package io.summerbeam.sdk.step;

import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.failure.FinalFailure;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.failure.Severity;
import io.summerbeam.sdk.source.Provenance;
import org.jspecify.annotations.Nullable;

/**
 * A record failed in a step that has no dead letters to put it into, or that is to end the pipeline
 * then. The runner ends the job, or tries the bundle again first. Where the step itself found that
 * the record fails for good, Flink ends it at once ({@link FinalFailure}).
 */
public final class StepFailedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /**
   * What to throw for a record that failed where there are no dead letters: one of these, or an
   * exception of the runner with one as its cause.
   *
   * <p>It says which step, why, and where the record came from; nothing of its content. Its cause
   * has the class and the frames of the failure's, and not its message.
   */
  public static RuntimeException of(String step, Failure failure, @Nullable Provenance source) {
    StepFailedException failed =
        new StepFailedException(
            step,
            failure,
            source,
            "With withDeadLetters(...) such a record goes to the dead letters instead.");
    return isFinal(failure) ? FinalFailure.toThrow(failed) : failed;
  }

  // Whose cause is an exception may be of the moment, whatever the step took it for, and what is
  // missing may be there later: the runner may try again.
  private static boolean isFinal(Failure failure) {
    return failure.severity() == Severity.PERMANENT
        && failure.cause() == null
        && !failure.reason().equals(Reason.LOOKUP_MISS);
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

  /** The same for a record that ends the pipeline although there may be dead letters. */
  public static RuntimeException stopping(
      String step, Failure failure, @Nullable Provenance source) {
    StepFailedException failed =
        new StepFailedException(
            step, failure, source, "It ends the pipeline because the step was told so.");
    return isFinal(failure) ? FinalFailure.toThrow(failed) : failed;
  }
}
