package io.summerbeam.sdk.failure;

import java.util.Iterator;
import java.util.ServiceLoader;

/**
 * How a runner is told that a failure is final: that the job is to end, and not to be started again
 * from its last checkpoint, where it would meet the same record, write the same results once more,
 * and fail again, for ever.
 *
 * <p>A runner that starts jobs again has one among the services of its module ({@code
 * summerbeam-runner-flink}). Where there is none, the failure is thrown as it is.
 *
 * <p>A job that has failed for good on Flink leaves its checkpoints behind only where it was
 * started with {@code --externalizedCheckpointsEnabled}, which the Flink profile sets where there
 * are checkpoints, and a folder for them. From those the next one goes on; without, what was only
 * in them (open windows, joins) is gone, although a source's own committed offsets may be behind
 * it.
 */
public interface FinalFailure {

  /** An exception that ends the job; the failure is its cause. */
  RuntimeException of(RuntimeException failure);

  /** What to throw for a final failure: what the runner wants, or the failure itself. */
  static RuntimeException toThrow(RuntimeException failure) {
    Iterator<FinalFailure> runners =
        ServiceLoader.load(FinalFailure.class, FinalFailure.class.getClassLoader()).iterator();
    return runners.hasNext() ? runners.next().of(failure) : failure;
  }
}
