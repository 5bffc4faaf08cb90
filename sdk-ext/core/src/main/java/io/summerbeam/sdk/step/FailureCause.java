package io.summerbeam.sdk.step;

import org.jspecify.annotations.Nullable;

/**
 * What is shown of a library's exception where it is thrown on: its class and its frames, and those
 * of its causes. Its message may quote the record.
 */
final class FailureCause extends Exception {

  private static final long serialVersionUID = 1;

  // A chain of causes may lead back to its start.
  private static final int MAX_CAUSES = 10;

  private FailureCause(Throwable original, @Nullable FailureCause cause) {
    super(
        original.getClass().getName()
            + " (what it says is not shown here: it may quote the record)",
        cause);
    setStackTrace(original.getStackTrace());
  }

  static @Nullable FailureCause of(@Nullable Throwable original) {
    return of(original, MAX_CAUSES);
  }

  private static @Nullable FailureCause of(@Nullable Throwable original, int causes) {
    return original == null || causes < 0
        ? null
        : new FailureCause(original, of(original.getCause(), causes - 1));
  }
}
