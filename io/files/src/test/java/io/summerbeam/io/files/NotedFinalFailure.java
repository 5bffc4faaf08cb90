package io.summerbeam.io.files;

import io.summerbeam.sdk.failure.FinalFailure;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A runner that is told which failures are final, and throws them as they are. */
public final class NotedFinalFailure implements FinalFailure {

  static final Queue<RuntimeException> SEEN = new ConcurrentLinkedQueue<>();

  @Override
  public RuntimeException of(RuntimeException failure) {
    SEEN.add(failure);
    return failure;
  }
}
