package io.summerbeam.transforms.lookup;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The records of one bundle that wait for an answer. Used by the bundle's thread; what has waited
 * long enough is sent by the engine's, where no other record comes. A bundle that is given up
 * leaves nothing behind but requests that end on their own.
 *
 * <p>The lock is held while a lookup is asked, which does not block. So nothing that hears of an
 * answer may take it: two bundles that wait for each other's requests would wait for ever.
 *
 * @param <R> what is kept of a record
 */
public final class LookupBundle<R> {

  private final LookupEngine engine;
  private final BundleLimits limits;
  private final LookupCounts counts;
  private final long maxWaitNanos;

  // Keys that are not asked for yet, in order, and since when the first of them waits.
  private final Set<Object> gathered = new LinkedHashSet<>();
  private final Set<Object> refreshes = new HashSet<>();
  private long gatheredSince;
  private @Nullable Runnable cancelDue;

  // Records by their key, be it gathered or asked for; and what answers for which keys.
  private final Map<Object, List<R>> waiting = new HashMap<>();
  private final Map<Call, List<Object>> calls = new HashMap<>();
  private final Set<Call> own = new HashSet<>();
  private int records;
  private final ArrayDeque<Answered<R>> answered = new ArrayDeque<>();

  // Whoever answers says so here, without the lock; of the bundle's own requests first that one
  // less is open.
  private final BlockingQueue<Call> done = new LinkedBlockingQueue<>();
  private final AtomicInteger open = new AtomicInteger();

  // To be called when one less is open; null where nothing waits for that.
  private final AtomicReference<@Nullable Runnable> whenLessIsOpen = new AtomicReference<>();

  // From here on the bundle's thread alone. First what it holds and has not polled, and whether it
  // asks for newer answers: without both there is nothing to tend.
  private int held;
  private boolean refreshing;

  // Counted here: a counter is looked up by its name each time.
  private long cacheHits;

  private long blockedNanos;
  private long throttledNanos;
  private long throttledMillisTold;

  /** A bundle without records. */
  public LookupBundle(LookupEngine engine, BundleLimits limits, LookupCounts counts) {
    this.engine = engine;
    this.limits = limits;
    this.counts = counts;
    this.maxWaitNanos = limits.maxWait().toNanos();
  }

  /** The answer for a key, where it is in the cache; else null, and {@link #hold} must follow. */
  public @Nullable Answer cached(Object key) {
    CachedAnswer cached = engine.cached(key);
    if (cached == null) {
      return null;
    }
    cacheHits++;
    if (engine.refresh(cached)) {
      refreshing = true;
      gatherRefresh(key);
    }
    return cached.answer;
  }

  /** Keeps a record until its key is answered. */
  public void hold(Object key, R record) {
    if (engine.hasCache()) {
      counts.add(LookupCounts.CACHE_MISSES, 1);
    }
    held++;
    if (!add(key, record)) {
      counts.add(LookupCounts.COALESCED, 1);
    }
  }

  /**
   * Sends what is due, and waits where more would be open, or held, than allowed. To be called
   * after each record; {@link #poll} has those that are answered.
   */
  public void tend() throws InterruptedException {
    if (held == 0 && !refreshing) {
      // All of it was in the cache.
      return;
    }
    takeDone();
    while (sendDue() || holdsTooMany()) {
      await();
    }
  }

  /** The next record that is answered; null where there is none now. */
  public @Nullable Answered<R> poll() {
    if (held == 0) {
      return null;
    }
    Answered<R> next = nextAnswered();
    if (next != null) {
      held--;
    }
    return next;
  }

  /**
   * Sends the rest and waits until {@link #poll} has something. Newer answers, which no record
   * waits for, are not waited for.
   *
   * @return false if there is nothing left
   */
  public boolean finish() throws InterruptedException {
    takeDone();
    while (true) {
      switch (rest()) {
        case ANSWERED -> {
          return true;
        }
        case ASKED_FOR -> await();
        case NONE -> {
          refreshing = false;
          counts.add(LookupCounts.CACHE_HITS, cacheHits);
          cacheHits = 0;
          counts.add(LookupCounts.CACHE_EVICTIONS, engine.takeEvictions());
          counts.add(LookupCounts.BREAKER_OPENED, engine.takeBreakerOpened());
          counts.add(LookupCounts.BREAKER_CLOSED, engine.takeBreakerClosed());
          return false;
        }
      }
    }
  }

  /**
   * Nothing more is sent: the bundle's records come again with another one. If a thread is at work
   * with it still, that one fails.
   */
  public synchronized void giveUp() {
    for (Object key : refreshes) {
      CachedAnswer cached = engine.cached(key);
      if (cached != null) {
        cached.stay();
      }
    }
    refreshes.clear();
    gathered.clear();
    stopTimer();
  }

  /** How many records wait for an answer. */
  public synchronized int size() {
    return records;
  }

  private synchronized @Nullable Answered<R> nextAnswered() {
    return answered.poll();
  }

  /** False where another record waits for the key already. */
  private synchronized boolean add(Object key, R record) {
    records++;
    List<R> same = waiting.get(key);
    if (same != null) {
      same.add(record);
      return false;
    }
    same = new ArrayList<>(1);
    same.add(record);
    waiting.put(key, same);
    gather(key);
    return true;
  }

  private synchronized void gatherRefresh(Object key) {
    if (!waiting.containsKey(key)) {
      refreshes.add(key);
      gather(key);
    }
  }

  private void gather(Object key) {
    if (gathered.isEmpty()) {
      gatheredSince = engine.now();
      if (cancelDue == null && maxWaitNanos > 0) {
        startTimer(maxWaitNanos);
      }
    }
    gathered.add(key);
  }

  private void startTimer(long nanos) {
    try {
      cancelDue = engine.schedule(this::due, nanos);
    } catch (RejectedExecutionException e) {
      // The engine is closed: the request will fail, and say so.
    }
  }

  private void stopTimer() {
    whenLessIsOpen.set(null);
    if (cancelDue != null) {
      cancelDue.run();
      cancelDue = null;
    }
  }

  private synchronized void due() {
    cancelDue = null;
    sendOverdue();
  }

  private synchronized void lessIsOpen() {
    sendOverdue();
  }

  /** Sends what has waited long enough, though no record comes. On the engine's thread. */
  private void sendOverdue() {
    while (!gathered.isEmpty()) {
      long left = maxWaitNanos - (engine.now() - gatheredSince);
      if (left > 0) {
        // They came later.
        if (cancelDue == null) {
          startTimer(left);
        }
        return;
      }
      if (!canSend()) {
        whenLessIsOpen.set(this::sendSoon);
        // Else a request has ended in between, and nobody was called.
        if (!canSend() || whenLessIsOpen.getAndSet(null) == null) {
          return;
        }
      }
      send();
    }
  }

  // Whoever ends a request does not send another one.
  private void sendSoon() {
    try {
      Runnable unused = engine.schedule(this::lessIsOpen, 0);
    } catch (RejectedExecutionException e) {
      // The engine is closed: the request will fail, and say so.
    }
  }

  private boolean canSend() {
    return !gathered.isEmpty() && open.get() < limits.maxInFlight();
  }

  /** True where more is due than can be sent now. */
  private synchronized boolean sendDue() {
    while (gathered.size() >= limits.batchSize()
        || (!gathered.isEmpty() && engine.now() - gatheredSince >= maxWaitNanos)) {
      if (!canSend()) {
        return true;
      }
      send();
    }
    return false;
  }

  /** True where no more records may be held, and all that they wait for is asked for. */
  private synchronized boolean holdsTooMany() {
    while (records >= limits.maxWaiting()) {
      // What is gathered is not full, but nothing more can join it while this waits.
      if (!canSend()) {
        requireAsked();
        return true;
      }
      send();
    }
    return false;
  }

  /** What is left to do at the end; what can be sent is sent. */
  private synchronized Rest rest() {
    while (answered.isEmpty()) {
      if (waiting.isEmpty()) {
        if (!gathered.isEmpty()) {
          engine.refreshInBackground(List.copyOf(gathered));
          gathered.clear();
        }
        stopTimer();
        return Rest.NONE;
      }
      if (!canSend()) {
        requireAsked();
        return Rest.ASKED_FOR;
      }
      send();
    }
    return Rest.ANSWERED;
  }

  // Who waits for what nobody asks for waits for ever.
  private void requireAsked() {
    if (gathered.isEmpty() && calls.isEmpty()) {
      throw new IllegalStateException(
          "The bundle was given up while its records waited. They come again with another one.");
    }
  }

  private void send() {
    List<Object> batch = new ArrayList<>();
    Iterator<Object> keys = gathered.iterator();
    while (keys.hasNext() && batch.size() < limits.batchSize()) {
      batch.add(keys.next());
      keys.remove();
    }
    Asked asked = engine.ask(batch, refreshes);
    asked.answered().forEach(this::answer);
    asked.joined().forEach(this::waitFor);
    Call call = asked.own();
    if (call != null) {
      own.add(call);
      open.incrementAndGet();
      call.whenDone(oneLess(open, whenLessIsOpen));
      call.keys().forEach(key -> waitFor(key, call));
    }
    batch.forEach(refreshes::remove);
  }

  // Not the bundle's: a request that ends late must not keep the records of one that was given up.
  private static Consumer<Call> oneLess(
      AtomicInteger open, AtomicReference<@Nullable Runnable> whenLess) {
    return ended -> {
      open.decrementAndGet();
      Runnable waits = whenLess.getAndSet(null);
      if (waits != null) {
        waits.run();
      }
    };
  }

  private void waitFor(Object key, Call call) {
    List<Object> keys = calls.get(call);
    if (keys == null) {
      keys = new ArrayList<>();
      calls.put(call, keys);
      keys.add(key);
      call.whenDone(done::add);
    } else {
      keys.add(key);
    }
  }

  private void takeDone() {
    Call call;
    while ((call = done.poll()) != null) {
      take(call);
    }
  }

  private void await() throws InterruptedException {
    Call call = done.poll();
    if (call == null) {
      long start = System.nanoTime();
      call = done.take();
      blockedNanos += System.nanoTime() - start;
    }
    take(call);
  }

  private synchronized void take(Call call) {
    List<Object> keys = calls.remove(call);
    if (keys != null) {
      keys.forEach(key -> answer(key, call.answer(key)));
    }
    if (own.remove(call)) {
      counts.call(call);
      throttledNanos += call.throttledNanos();
      tellThrottled();
    }
  }

  // Several requests wait at the same time, and nobody may be waiting for them: what is told is
  // never more than what the bundle lost.
  private void tellThrottled() {
    long millis = TimeUnit.NANOSECONDS.toMillis(Math.min(throttledNanos, blockedNanos));
    counts.throttled(millis - throttledMillisTold);
    throttledMillisTold = millis;
  }

  private void answer(Object key, Answer answer) {
    List<R> same = waiting.remove(key);
    if (same != null) {
      records -= same.size();
      same.forEach(record -> answered.add(new Answered<>(record, answer)));
    }
  }

  /** What a bundle that ends has left. */
  private enum Rest {
    /** Records that are answered. */
    ANSWERED,

    /** Records that wait for requests. */
    ASKED_FOR,

    /** No record. */
    NONE
  }
}
