package io.summerbeam.sdk.step;

import io.summerbeam.sdk.failure.Failure;

/**
 * What a step says of the row at hand when it does not go on, and what it counts. A step that says
 * {@link #drop}, {@link #fail} or {@link #stop} returns no row; if it returns one, an exception is
 * thrown.
 */
public interface StepContext {

  /** The row is dropped because that is what the step is for; it is counted. */
  void drop();

  /**
   * The row failed: it becomes a dead letter, or the failure is thrown where there is no handler.
   */
  void fail(Failure failure);

  /** The row failed so that the pipeline is to end: it is thrown, whatever handler there is. */
  void stop(Failure failure);

  /** Counts something of the step's own. */
  void count(String what, long count);
}
