package io.summerbeam.transforms.mask;

import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What all in this JVM share who ask with an equal key, for as long as one of them holds it. Then
 * it is forgotten: keys do not stay in memory for nobody.
 */
final class SharedInJvm<K, V> {

  private final Map<K, WeakReference<V>> values = new HashMap<>();

  /** The value there is, or the one that is made; that must not take long. */
  V get(K key, Function<K, V> make) {
    synchronized (values) {
      values.values().removeIf(reference -> reference.get() == null);
      WeakReference<V> known = values.get(key);
      V value = known == null ? null : known.get();
      if (value == null) {
        value = make.apply(key);
        values.put(key, new WeakReference<>(value));
      }
      return value;
    }
  }
}
