package io.summerbeam.sdk.expression;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A map whose keys CEL takes as they are; its values are converted when they are asked for. */
final class MapView extends AbstractMap<Object, Object> {

  private final Map<?, ?> map;
  private final Conversion value;

  MapView(Map<?, ?> map, Conversion value) {
    this.map = map;
    this.value = value;
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    Object found = map.get(key);
    return found != null || map.containsKey(key) ? value.toCelOrNull(found) : null;
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return map.containsKey(key);
  }

  @Override
  public int size() {
    return map.size();
  }

  @Override
  public Set<Entry<Object, Object>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Entry<Object, Object>> iterator() {
        Iterator<? extends Entry<?, ?>> entries = map.entrySet().iterator();
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            return entries.hasNext();
          }

          @Override
          public Entry<Object, Object> next() {
            Entry<?, ?> entry = entries.next();
            return Map.entry(
                Conversion.NONE.toCelOrNull(entry.getKey()), value.toCelOrNull(entry.getValue()));
          }
        };
      }

      @Override
      public int size() {
        return map.size();
      }
    };
  }
}
