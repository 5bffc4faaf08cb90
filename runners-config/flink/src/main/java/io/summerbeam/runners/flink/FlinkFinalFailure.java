package io.summerbeam.runners.flink;

import io.summerbeam.sdk.failure.FinalFailure;
import org.apache.flink.runtime.execution.SuppressRestartsException;

/** Flink starts a job with checkpoints again after any other exception, as often as it fails. */
public final class FlinkFinalFailure implements FinalFailure {

  @Override
  public RuntimeException of(RuntimeException failure) {
    RuntimeException last = new SuppressRestartsException(failure);
    // So that what shows a failure by whose code threw it shows the cause.
    last.setStackTrace(new StackTraceElement[0]);
    return last;
  }
}
