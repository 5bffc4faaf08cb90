package io.summerbeam.sdk.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a registry answered. Who asks for what is being asked for already waits for that answer,
 * good or bad.
 *
 * <p>What may change is kept apart: records with any bytes for an id make as many such answers as
 * there are records, which are to push out none that lasts.
 */
final class RegistryCache<K, V> {

  /** How many answers that last are kept, and how many that may change. */
  static final int MAX_ANSWERS = 1_000;

  /** How long an answer that may change is kept. */
  static final Duration SHORT = Duration.ofSeconds(30);

  /** Asks the registry. */
  interface Load<V> {
    V load() throws RegistryException;
  }

  private final Cache<K, V> lasting;
  private final Cache<K, V> passing;
  private final ConcurrentMap<K, CompletableFuture<V>> open = new ConcurrentHashMap<>();
  private final Predicate<V> lasts;

  /**
   * @param lasts whether an answer is true for good
   */
  RegistryCache(Predicate<V> lasts, LongSupplier nanoTime) {
    this.lasts = lasts;
    // Tidied up by who asks: beside a request that is nothing.
    this.lasting = Caffeine.newBuilder().maximumSize(MAX_ANSWERS).executor(Runnable::run).build();
    this.passing =
        Caffeine.newBuilder()
            .maximumSize(MAX_ANSWERS)
            .expireAfterWrite(SHORT)
            .ticker(nanoTime::getAsLong)
            .executor(Runnable::run)
            .build();
  }

  V get(K key, Load<V> load) throws RegistryException {
    V known = known(key);
    if (known != null) {
      return known;
    }
    CompletableFuture<V> own = new CompletableFuture<>();
    CompletableFuture<V> others = open.putIfAbsent(key, own);
    return others == null ? ask(key, load, own) : await(others);
  }

  private @Nullable V known(K key) {
    V known = lasting.getIfPresent(key);
    return known == null ? passing.getIfPresent(key) : known;
  }

  private V ask(K key, Load<V> load, CompletableFuture<V> own) throws RegistryException {
    try {
      // Who was just before may have been answered meanwhile.
      V known = known(key);
      V value = known == null ? load.load() : known;
      if (known == null) {
        (lasts.test(value) ? lasting : passing).put(key, value);
      }
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
