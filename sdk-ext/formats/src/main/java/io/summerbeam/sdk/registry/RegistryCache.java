package io.summerbeam.sdk.registry;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * What a registry answered. Who asks for what is being asked for already waits for that answer,
 * good or bad.
 */
final class RegistryCache<K, V> {

  /** How many answers are kept; beyond it all are forgotten. */
  static final int MAX_ANSWERS = 1_000;

  /** How long an answer that may change is kept. */
  static final Duration SHORT = Duration.ofSeconds(30);

  /** Asks the registry. */
  interface Load<V> {
    V load() throws RegistryException;
  }

  private record Answer<V>(V value, boolean lasts, long since) {}

  private final ConcurrentMap<K, Answer<V>> answers = new ConcurrentHashMap<>();
  private final ConcurrentMap<K, CompletableFuture<V>> open = new ConcurrentHashMap<>();
  private final Predicate<V> lasting;
  private final LongSupplier nanoTime;

  /**
   * @param lasting whether an answer is true for good
   */
  RegistryCache(Predicate<V> lasting, LongSupplier nanoTime) {
    this.lasting = lasting;
    this.nanoTime = nanoTime;
  }

  V get(K key, Load<V> load) throws RegistryException {
    Answer<V> known = answers.get(key);
    if (known != null
        && (known.lasts() || nanoTime.getAsLong() - known.since() < SHORT.toNanos())) {
      return known.value();
    }
    CompletableFuture<V> own = new CompletableFuture<>();
    CompletableFuture<V> others = open.putIfAbsent(key, own);
    return others == null ? ask(key, load, own) : await(others);
  }

  private V ask(K key, Load<V> load, CompletableFuture<V> own) throws RegistryException {
    try {
      V value = load.load();
      if (answers.size() >= MAX_ANSWERS) {
        answers.clear();
      }
      answers.put(key, new Answer<>(value, lasting.test(value), nanoTime.getAsLong()));
      own.complete(value);
      return value;
    } catch (RegistryException | RuntimeException | Error e) {
      own.completeExceptionally(e);
      throw e;
    } finally {
      open.remove(key, own);
    }
  }

  private static <V> V await(CompletableFuture<V> others) throws RegistryException {
    try {
      return others.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RegistryException refused) {
        throw new RegistryException(String.valueOf(refused.getMessage()), refused);
      }
      throw e;
    }
  }
}
