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
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The records of one bundle that wait for an answer. Used by the bundle's thread; a bundle that is
 * given up leaves nothing behind but requests that end on their own.
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

  // Records by their key, be it gathered or asked for; and what answers for which keys.
  private final Map<Object, List<R>> waiting = new HashMap<>();
  private final Map<Call, List<Object>> calls = new HashMap<>();
  private final Set<Call> own = new HashSet<>();
  private int records;

  private final BlockingQueue<Call> done = new LinkedBlockingQueue<>();
  private final ArrayDeque<Answered<R>> answered = new ArrayDeque<>();

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
    if (engine.refresh(cached) && !waiting.containsKey(key)) {
      refreshes.add(key);
      gather(key);
    }
    return cached.answer;
  }

  /** Keeps a record until its key is answered. */
  public void hold(Object key, R record) {
    if (engine.hasCache()) {
      counts.add(LookupCounts.CACHE_MISSES, 1);
    }
    List<R> same = waiting.get(key);
    if (same == null) {
      same = new ArrayList<>(1);
      waiting.put(key, same);
      gather(key);
    } else {
      counts.add(LookupCounts.COALESCED, 1);
    }
    same.add(record);
    records++;
  }

  /**
   * Sends what is due, and waits where more would be open, or held, than allowed. To be called
   * after each record; {@link #poll} has those that are answered.
   */
  public void tend() throws InterruptedException {
    if (records == 0 && gathered.isEmpty()) {
      // All of it was in the cache.
      return;
    }
    takeDone();
    while (gathered.size() >= limits.batchSize()
        || (!gathered.isEmpty() && engine.now() - gatheredSince >= maxWaitNanos)) {
      send();
    }
    while (records >= limits.maxWaiting()) {
      // What is gathered is not full, but nothing more can join it while this waits.
      if (!gathered.isEmpty() && own.size() < limits.maxInFlight()) {
        send();
      } else {
        await();
      }
    }
  }

  /** The next record that is answered; null where there is none now. */
  public @Nullable Answered<R> poll() {
    return answered.poll();
  }

  /**
   * Sends the rest and waits until {@link #poll} has something. Newer answers, which no record
   * waits for, are not waited for.
   *
   * @return false if there is nothing left
   */
  public boolean finish() throws InterruptedException {
    takeDone();
    while (answered.isEmpty()) {
      if (!waiting.isEmpty()) {
        if (gathered.isEmpty()) {
          await();
        } else {
          send();
        }
      } else {
        if (!gathered.isEmpty()) {
          engine.refreshInBackground(List.copyOf(gathered));
          gathered.clear();
        }
        counts.add(LookupCounts.CACHE_HITS, cacheHits);
        cacheHits = 0;
        counts.add(LookupCounts.CACHE_EVICTIONS, engine.takeEvictions());
        counts.add(LookupCounts.BREAKER_OPENED, engine.takeBreakerOpened());
        counts.add(LookupCounts.BREAKER_CLOSED, engine.takeBreakerClosed());
        return false;
      }
    }
    return true;
  }

  /** How many records wait for an answer. */
  public int size() {
    return records;
  }

  private void gather(Object key) {
    if (gathered.isEmpty()) {
      gatheredSince = engine.now();
    }
    gathered.add(key);
  }

  private void send() throws InterruptedException {
    while (own.size() >= limits.maxInFlight()) {
      await();
    }
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
      call.keys().forEach(key -> waitFor(key, call));
    }
    batch.forEach(refreshes::remove);
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

  private void take(Call call) {
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
}
