package io.summerbeam.transforms.lookup;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.RateLimiter;
import io.summerbeam.sdk.lookup.LookupException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * A call at work: one request after the other until each key has its answer. A request that fails
 * and may pass is sent again; of one that fails for good each half is sent on its own, so that only
 * those keys fail that the lookup cannot take. Keys that were answered although others failed are
 * not asked for again.
 */
final class Asking {

  /** Who is told to come back later than that gives up; the record may be tried later. */
  static final Duration MAX_RETRY_AFTER = Duration.ofMinutes(1);

  private static final String CLOSED = "the lookup was closed";

  private final LookupEngine engine;
  private final Call call;
  private final Deque<Part> parts = new ConcurrentLinkedDeque<>();

  // How often next() was called and has not been served: what answers at once would else go deeper
  // into the stack with each part.
  private final AtomicInteger unserved = new AtomicInteger();

  Asking(LookupEngine engine, Call call) {
    this.engine = engine;
    this.call = call;
  }

  void start() {
    parts.add(new Part(call.keys(), 1, 1, false));
    next();
  }

  private void next() {
    if (unserved.getAndIncrement() != 0) {
      return;
    }
    do {
      Part part = parts.poll();
      if (part == null) {
        engine.done(call);
      } else {
        try {
          request(part);
        } catch (RuntimeException | Error e) {
          // Somebody waits for the call to end, whatever happens.
          fail(part, "the lookup failed", e, false);
        }
      }
    } while (unserved.decrementAndGet() != 0);
  }

  private void request(Part whole) {
    int size = whole.keys().size();
    int most = engine.mostAtOnce(size);
    Part part = most < size ? whole.of(0, most) : whole;
    if (most < size) {
      parts.addFirst(whole.of(most, size));
    }
    RateLimiter<Object> limiter = engine.limiter();
    long wait = limiter == null ? 0 : limiter.reservePermits(engine.requestsFor(most)).toNanos();
    if (wait > 0) {
      call.throttled(wait);
      later(part, wait, () -> send(part));
    } else {
      send(part);
    }
  }

  private void send(Part part) {
    Set<Row> keys = new HashSet<>();
    part.keys().forEach(key -> keys.add(engine.rowOf(key)));
    int requests = engine.requestsFor(keys.size());
    CircuitBreaker<Object> breaker = engine.breaker();
    if (breaker != null && !breaker.tryAcquirePermit()) {
      if (breaker.isHalfOpen()) {
        // Another request asks whether the server is back, and will know when it ends.
        later(part, Backoff.nanos(engine.settings(), 1), () -> send(part));
        return;
      }
      // It counts as an attempt: who waits for a breaker does not wait for ever.
      mayPass(part, "the circuit breaker is open", null, breaker.getRemainingDelay());
      return;
    }
    // The breaker has one permit then, and waits until it is told of it.
    boolean trial = breaker != null && breaker.isHalfOpen();
    call.sent(requests, keys.size(), part.attempt() > 1);
    long start = System.nanoTime();
    new Question(engine, (values, failure) -> end(part, trial, start, values, failure)).ask(keys);
  }

  private void end(
      Part part,
      boolean trial,
      long start,
      @Nullable Map<Row, Row> values,
      @Nullable Throwable error) {
    call.took(System.nanoTime() - start);
    Throwable failure = error == null ? take(part.keys(), values) : error;
    if (failure instanceof LookupException known && known.isPartial()) {
      endPartly(part, trial, known);
    } else {
      end(part, trial, failure);
    }
  }

  /** Some keys have answers, and each of the others fails for itself. */
  private void endPartly(Part part, boolean trial, LookupException failure) {
    List<Object> answered = new ArrayList<>();
    List<Object> retried = new ArrayList<>();
    Map<Object, LookupException> refused = new LinkedHashMap<>();
    for (Object key : part.keys()) {
      LookupException why = failure.of(engine.rowOf(key));
      if (why == null) {
        answered.add(key);
      } else if (why.isRetryable()) {
        retried.add(key);
      } else {
        refused.put(key, why);
      }
    }
    if (answered.size() == part.keys().size()) {
      end(
          part,
          trial,
          new IllegalStateException(
              "The lookup must fail for some of the keys that it was asked for, but for none."));
      return;
    }
    Throwable nonsense = take(answered, failure.found());
    if (nonsense != null) {
      end(part, trial, nonsense);
      return;
    }
    refused.forEach(
        (key, why) ->
            engine.answered(call, key, failure(part, "the lookup failed for good", why, false)));
    tellBreaker(part, trial, !answered.isEmpty() || retried.isEmpty());
    if (retried.isEmpty()) {
      next();
    } else {
      Part left = part.left(retried, !answered.isEmpty());
      mayPass(left, "the lookup failed", failure, Duration.ZERO);
    }
  }

  private void end(Part part, boolean trial, @Nullable Throwable failure) {
    LookupException passing =
        failure instanceof LookupException known && known.isRetryable() ? known : null;
    // A server that refuses a request for good is there.
    tellBreaker(part, trial, passing == null);
    if (failure == null) {
      next();
    } else if (passing != null) {
      mayPass(part, "the lookup failed", passing, Duration.ZERO);
    } else if (part.keys().size() > 1) {
      parts.addFirst(part.secondHalf());
      parts.addFirst(part.firstHalf());
      next();
    } else {
      fail(part, "the lookup failed for good", failure, false);
    }
  }

  private void tellBreaker(Part part, boolean trial, boolean serverIsThere) {
    CircuitBreaker<Object> breaker = engine.breaker();
    if (breaker == null) {
      return;
    }
    if (serverIsThere) {
      breaker.recordSuccess();
    } else if (!part.failAlone() || trial) {
      // Of keys that fail alone it says nothing, unless it was to say whether the server is back.
      breaker.recordFailure();
    }
  }

  /** Takes the answers; null, or why they are none. */
  private @Nullable Throwable take(List<Object> keys, @Nullable Map<?, ?> values) {
    if (values == null) {
      return new IllegalStateException("The lookup must answer with a map, but answered null.");
    }
    try {
      for (Object key : keys) {
        Object found = values.get(engine.rowOf(key));
        if (found != null && !isValue(found)) {
          return new IllegalStateException(
              "The lookup must answer with Rows of its valueSchema(), but answered with another.");
        }
        engine.answered(call, key, Answer.of((Row) found));
      }
      return null;
    } catch (RuntimeException | Error e) {
      // Of the map, which is the lookup's.
      return e;
    }
  }

  private boolean isValue(Object found) {
    return found instanceof Row row && engine.valueSchema().equals(row.getSchema());
  }

  private void mayPass(
      Part part, String what, @Nullable LookupException cause, Duration notBefore) {
    Duration asked = cause == null ? null : cause.retryAfter();
    if (part.attempt() > engine.settings().retries()
        || (asked != null && asked.compareTo(MAX_RETRY_AFTER) > 0)) {
      fail(part, what + " and may pass", cause, true);
      return;
    }
    long wait = Math.max(Backoff.nanos(engine.settings(), part.attempt()), notBefore.toNanos());
    if (asked != null) {
      wait = Math.max(wait, asked.toNanos());
    }
    if (cause != null && cause.isThrottled()) {
      call.throttled(wait);
    }
    later(part, wait, () -> request(part.again()));
  }

  private void later(Part part, long nanos, Runnable task) {
    try {
      engine.schedule(
          () -> {
            try {
              task.run();
            } catch (RuntimeException | Error e) {
              // The timer would swallow it.
              fail(part, "the lookup failed", e, false);
            }
          },
          nanos);
    } catch (RejectedExecutionException e) {
      fail(part, CLOSED, null, true);
    }
  }

  private void fail(Part part, String what, @Nullable Throwable cause, boolean retryable) {
    Answer failure = failure(part, what, cause, retryable);
    part.keys().forEach(key -> engine.answered(call, key, failure));
    next();
  }

  private static Answer failure(
      Part part, String what, @Nullable Throwable cause, boolean retryable) {
    return Answer.failed(
        new AskFailure(what + " (attempts: " + part.tries() + ")", cause, retryable, part.tries()));
  }
}
