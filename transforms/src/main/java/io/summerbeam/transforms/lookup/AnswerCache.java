package io.summerbeam.transforms.lookup;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The answers that a worker keeps. Used by several threads at once. It has no thread of its own: it
 * tidies up on the pool that all of the JVM has in common, so that no record pays for that.
 */
final class AnswerCache {

  private final Cache<Object, CachedAnswer> cache;
  private final long ttlNanos;
  private final long negativeNanos;
  private final long refreshNanos;
  private final LongSupplier clock;
  private final AtomicLong evictions = new AtomicLong();

  /**
   * @param clock nanoseconds, as {@link System#nanoTime}
   */
  AnswerCache(LookupSettings settings, LongSupplier clock) {
    this.clock = clock;
    this.negativeNanos = settings.negativeTtl().toNanos();
    this.refreshNanos = settings.refreshAhead().toNanos();
    this.ttlNanos = settings.cacheTtl().toNanos();
    this.cache =
        Caffeine.newBuilder()
            .maximumSize(settings.cacheSize())
            .ticker(clock::getAsLong)
            // An age for each would cost a write to the entry at each hit. What is to go before the
            // others is found when it is asked for.
            .expireAfterWrite(Duration.ofNanos(Math.max(ttlNanos, negativeNanos)))
            .evictionListener((key, cached, cause) -> evictions.incrementAndGet())
            .build();
  }

  @Nullable CachedAnswer get(Object key) {
    CachedAnswer cached = cache.getIfPresent(key);
    if (cached == null || ttlNanos == negativeNanos) {
      return cached;
    }
    boolean negative = cached.answer.values() == null;
    boolean lastsLonger = negative == (negativeNanos > ttlNanos);
    if (lastsLonger
        || clock.getAsLong() - cached.writtenNanos < (negative ? negativeNanos : ttlNanos)) {
      return cached;
    }
    if (cache.asMap().remove(key, cached)) {
      evictions.incrementAndGet();
    }
    return null;
  }

  /** Whether an answer is so old that the caller is to ask for a newer one. */
  boolean refresh(CachedAnswer cached) {
    return refreshNanos > 0
        && clock.getAsLong() - cached.writtenNanos >= refreshNanos
        && cached.refresh();
  }

  void put(Object key, Answer answer) {
    if (answer.failure() != null) {
      CachedAnswer old = cache.getIfPresent(key);
      if (old != null) {
        old.stay();
      }
    } else if (answer.values() == null && negativeNanos == 0) {
      cache.invalidate(key);
    } else {
      cache.put(key, new CachedAnswer(answer, clock.getAsLong()));
    }
  }

  /** How many were evicted, because of size or age, since the last call. */
  long takeEvictions() {
    cache.cleanUp();
    return evictions.get() == 0 ? 0 : evictions.getAndSet(0);
  }

  void clear() {
    cache.invalidateAll();
  }
}
