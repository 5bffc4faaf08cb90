package io.summerbeam.io.http;

import io.summerbeam.sdk.lookup.LookupException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the keys of a batch that are asked for one by one: a key that fails does so
 * alone. Where it is the service that fails, and not a key, those that wait are not asked for.
 */
final class KeyAnswers {

  /** With so many failures more than answers, it is not the keys. */
  private static final int FAULT_OF_THE_SERVICE = 8;

  private final CompletableFuture<Map<Row, Row>> answer;
  private final Map<Row, Row> found = new ConcurrentHashMap<>();
  private final Map<Row, LookupException> failed = new ConcurrentHashMap<>();
  private final AtomicInteger left;
  private final AtomicInteger failures = new AtomicInteger();
  private volatile @Nullable LookupException outage;

  /**
   * @param answer of the batch, when each of the keys has been told
   */
  KeyAnswers(int keys, CompletableFuture<Map<Row, Row>> answer) {
    this.left = new AtomicInteger(keys);
    this.answer = answer;
  }

  /** Why a key need not be asked for any more; null as long as it must be. */
  @Nullable LookupException outage() {
    return outage;
  }

  /**
   * @param value null where there is none
   */
  void found(Row key, @Nullable Row value) {
    if (value != null) {
      found.put(key, value);
    }
    failures.decrementAndGet();
    ended();
  }

  void failed(Row key, LookupException why) {
    failed.put(key, why);
    if (why.isThrottled() || failures.incrementAndGet() >= FAULT_OF_THE_SERVICE) {
      outage = why;
    }
    ended();
  }

  private void ended() {
    if (left.decrementAndGet() > 0) {
      return;
    }
    if (failed.isEmpty()) {
      answer.complete(found);
    } else {
      answer.completeExceptionally(LookupException.ofKeys(failed, found));
    }
  }
}
