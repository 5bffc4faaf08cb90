package io.summerbeam.io.http;

import io.summerbeam.sdk.lookup.LookupException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a batch whose keys are asked for one by one, when each of them has been told: a key
 * that fails does so alone. Where it is the service that fails, and not a key, those that wait are
 * not asked for.
 */
final class KeyAnswers extends CompletableFuture<Map<Row, Row>> {

  /** With so many failures that may pass more than answers, it is not the keys. */
  private static final int FAULT_OF_THE_SERVICE = 8;

  private final Set<Row> untold;
  private final Map<Row, Row> found = new HashMap<>();
  private final Map<Row, LookupException> failed = new HashMap<>();
  private int failures;
  private @Nullable LookupException outage;

  KeyAnswers(Set<Row> keys) {
    this.untold = new HashSet<>(keys);
  }

  /** Why a key need not be asked for any more, which may pass; null as long as it must be. */
  synchronized @Nullable LookupException outage() {
    return outage;
  }

  /**
   * @param value null where there is none
   */
  void found(Row key, @Nullable Row value) {
    synchronized (this) {
      if (value != null) {
        found.put(key, value);
      }
      failures--;
      untold.remove(key);
    }
    endWhenTold();
  }

  void failed(Row key, LookupException why) {
    synchronized (this) {
      failed.put(key, why);
      // A key that is refused for good says nothing of the others.
      if (why.isThrottled() || (why.isRetryable() && ++failures >= FAULT_OF_THE_SERVICE)) {
        outage = why;
      }
      untold.remove(key);
    }
    endWhenTold();
  }

  /** Nobody waits any longer: the keys that have an answer keep it, and the others have failed. */
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    LookupException tooLate =
        LookupException.retryable(
            "HttpLookup: the service has not answered within the time of the step.", null);
    synchronized (this) {
      untold.forEach(key -> failed.put(key, tooLate));
      untold.clear();
    }
    endWhenTold();
    return isDone();
  }

  private void endWhenTold() {
    LookupException failure;
    synchronized (this) {
      if (!untold.isEmpty() || isDone()) {
        return;
      }
      failure = failed.isEmpty() ? null : LookupException.ofKeys(failed, found);
    }
    if (failure == null) {
      complete(found);
    } else {
      completeExceptionally(failure);
    }
  }
}
