package io.summerbeam.transforms.lookup;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.RateLimiter;
import io.summerbeam.sdk.lookup.Lookup;
import io.summerbeam.sdk.lookup.LookupException;
import io.summerbeam.sdk.lookup.RowLookupSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * What all instances of a step share on a worker: the open lookup, the cache, the keys that are on
 * their way, the circuit breaker, the rate limit, and one thread that watches the clock. Used by
 * several threads at once.
 *
 * <p>A key is one value, or a list of several, in the order of the source's key.
 */
public final class LookupEngine {

  // Refreshes that no bundle waits for. More of them than that are left to a later bundle.
  private static final int MAX_BACKGROUND_CALLS = 4;

  private final RowLookupSource source;
  private final Schema keySchema;
  private final Schema valueSchema;
  private final LookupSettings settings;
  private final Lookup<Row, Row> lookup;
  private final LongSupplier clock;
  private final @Nullable AnswerCache cache;
  private final @Nullable CircuitBreaker<Object> breaker;
  private final @Nullable RateLimiter<Object> limiter;
  private final ScheduledThreadPoolExecutor timer;
  private final Map<Object, Call> onTheirWay = new ConcurrentHashMap<>();
  private final AtomicInteger backgroundCalls = new AtomicInteger();
  private final AtomicLong breakerOpened = new AtomicLong();
  private final AtomicLong breakerClosed = new AtomicLong();

  private LookupEngine(
      RowLookupSource source,
      LookupSettings settings,
      Lookup<Row, Row> lookup,
      LongSupplier clock) {
    this.source = source;
    this.keySchema = source.keySchema();
    this.valueSchema = source.valueSchema();
    this.settings = settings;
    this.lookup = lookup;
    this.clock = clock;
    this.cache = settings.cacheSize() == 0 ? null : new AnswerCache(settings, clock);
    this.breaker =
        settings.breakerFailures() == 0
            ? null
            : CircuitBreaker.builder()
                .withFailureThreshold(settings.breakerFailures())
                .withSuccessThreshold(1)
                .withDelay(settings.breakerOpenFor())
                .onOpen(event -> breakerOpened.incrementAndGet())
                .onClose(event -> breakerClosed.incrementAndGet())
                .build();
    this.limiter =
        settings.rateRequests() == 0
            ? null
            : RateLimiter.smoothBuilder(settings.rateRequests(), settings.ratePeriod()).build();
    this.timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "summerbeam-lookup-timer");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
  }

  /**
   * Opens the source. Where that fails and may pass, it is tried again as a request is; the caller
   * waits.
   *
   * @param clock nanoseconds, as {@link System#nanoTime}
   */
  static LookupEngine open(RowLookupSource source, LookupSettings settings, LongSupplier clock)
      throws LookupException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return new LookupEngine(source, settings, source.open(), clock);
      } catch (LookupException e) {
        if (!e.isRetryable() || attempt > settings.retries()) {
          throw e;
        }
        TimeUnit.NANOSECONDS.sleep(Backoff.nanos(settings, attempt));
      }
    }
  }

  /** The clock it goes by, in nanoseconds. */
  long now() {
    return clock.getAsLong();
  }

  boolean hasCache() {
    return cache != null;
  }

  /** What is in the cache for a key; null where there is nothing. */
  @Nullable CachedAnswer cached(Object key) {
    AnswerCache answers = cache;
    return answers == null ? null : answers.get(key);
  }

  /** Whether the caller is to ask for a newer answer. */
  boolean refresh(CachedAnswer cached) {
    AnswerCache answers = cache;
    return answers != null && answers.refresh(cached);
  }

  /** How many answers were evicted since anybody asked. */
  long takeEvictions() {
    AnswerCache answers = cache;
    return answers == null ? 0 : answers.takeEvictions();
  }

  /** How often the circuit breaker opened since anybody asked. */
  long takeBreakerOpened() {
    return breakerOpened.getAndSet(0);
  }

  /** How often it closed again since anybody asked. */
  long takeBreakerClosed() {
    return breakerClosed.getAndSet(0);
  }

  /**
   * Asks for keys, those on their way and those in the cache excepted. Does not wait.
   *
   * @param refreshes those of the keys that are asked for although they are in the cache
   */
  Asked ask(Collection<Object> keys, Set<Object> refreshes) {
    Map<Object, Answer> answered = new HashMap<>();
    Map<Object, Call> joined = new HashMap<>();
    List<Object> own = new ArrayList<>();
    Call call = new Call(own);
    for (Object key : keys) {
      CachedAnswer cached = refreshes.contains(key) ? null : cached(key);
      if (cached != null) {
        answered.put(key, cached.answer);
        continue;
      }
      Call other = onTheirWay.putIfAbsent(key, call);
      if (other == null) {
        own.add(key);
      } else {
        joined.put(key, other);
      }
    }
    if (own.isEmpty()) {
      return new Asked(null, joined, answered);
    }
    new Asking(this, call).start();
    return new Asked(call, joined, answered);
  }

  /** Asks for newer answers that nobody waits for; not where many do so already. */
  void refreshInBackground(Collection<Object> keys) {
    if (backgroundCalls.incrementAndGet() > MAX_BACKGROUND_CALLS) {
      backgroundCalls.decrementAndGet();
      for (Object key : keys) {
        CachedAnswer cached = cached(key);
        if (cached != null) {
          cached.stay();
        }
      }
      return;
    }
    Call call = ask(keys, Set.copyOf(keys)).own();
    if (call == null) {
      backgroundCalls.decrementAndGet();
    } else {
      call.whenDone(done -> backgroundCalls.decrementAndGet());
    }
  }

  LookupSettings settings() {
    return settings;
  }

  Schema valueSchema() {
    return valueSchema;
  }

  Lookup<Row, Row> lookup() {
    return lookup;
  }

  @Nullable CircuitBreaker<Object> breaker() {
    return breaker;
  }

  @Nullable RateLimiter<Object> limiter() {
    return limiter;
  }

  /** How many requests the other side is sent for so many keys. */
  int requestsFor(int keys) {
    return source.requestsFor(keys);
  }

  /** How many of so many keys are asked for at once: no more than the rate limit has requests. */
  int mostAtOnce(int keys) {
    int most = keys;
    while (limiter != null && most > 1 && requestsFor(most) > settings.rateRequests()) {
      most--;
    }
    return most;
  }

  /** The Row that the source knows a key as. */
  Row rowOf(Object key) {
    return Row.withSchema(keySchema)
        .attachValues(
            keySchema.getFieldCount() == 1
                ? List.of(key)
                : Collections.<Object>unmodifiableList((List<?>) key));
  }

  /**
   * Runs something later.
   *
   * @throws RejectedExecutionException if the engine is closed
   */
  Runnable schedule(Runnable task, long nanos) {
    ScheduledFuture<?> scheduled = timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }

  /** A key of a call has its answer. */
  void answered(Call call, Object key, Answer answer) {
    AnswerCache answers = cache;
    if (answers != null) {
      answers.put(key, answer);
    }
    call.answered(key, answer);
  }

  /** All keys of a call have their answers. */
  void done(Call call) {
    call.keys().forEach(key -> onTheirWay.remove(key, call));
    call.done();
  }

  /**
   * Closes the lookup and ends the thread. Who still waits for an answer, because a runner gives an
   * instance up while another thread is in its bundle, is told that there is none.
   */
  void close() {
    timer.shutdownNow();
    AnswerCache answers = cache;
    if (answers != null) {
      answers.clear();
    }
    try {
      lookup.close();
    } finally {
      // Whatever a client does: who is not told waits for ever.
      giveUpCalls();
    }
  }

  private void giveUpCalls() {
    Answer closed = Answer.failed(new AskFailure("the lookup was closed", null, true, 1));
    for (Call call : Set.copyOf(onTheirWay.values())) {
      call.giveUp(closed);
      done(call);
    }
  }
}
