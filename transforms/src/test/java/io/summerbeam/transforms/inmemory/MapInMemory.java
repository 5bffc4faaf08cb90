package io.summerbeam.transforms.inmemory;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.ReadableState;
import org.apache.beam.sdk.state.ReadableStates;
import org.apache.beam.sdk.util.CoderUtils;

/** A map that keeps bytes, as runners do, and gives its entries in another order each time. */
public final class MapInMemory<K, V> implements MapState<K, V> {

  private final Coder<K> keys;
  private final Coder<V> values;
  private final Random random;
  private final Map<ByteBuffer, byte[]> content = new LinkedHashMap<>();

  /** An empty one. */
  public MapInMemory(Coder<K> keys, Coder<V> values, Random random) {
    this.keys = keys;
    this.values = values;
    this.random = random;
  }

  @Override
  public void put(K key, V value) {
    content.put(ByteBuffer.wrap(encode(keys, key)), encode(values, value));
  }

  @Override
  public ReadableState<V> get(K key) {
    return getOrDefault(key, null);
  }

  @Override
  public ReadableState<V> getOrDefault(K key, V otherwise) {
    byte[] bytes = content.get(ByteBuffer.wrap(encode(keys, key)));
    return ReadableStates.immediate(bytes == null ? otherwise : decode(values, bytes));
  }

  @Override
  public void remove(K key) {
    content.remove(ByteBuffer.wrap(encode(keys, key)));
  }

  @Override
  public ReadableState<Iterable<Map.Entry<K, V>>> entries() {
    List<Map.Entry<K, V>> entries = new ArrayList<>();
    content.forEach(
        (key, value) -> entries.add(Map.entry(decode(keys, key.array()), decode(values, value))));
    Collections.shuffle(entries, random);
    return ReadableStates.immediate(entries);
  }

  /** How many entries there are. */
  public int size() {
    return content.size();
  }

  @Override
  public void clear() {
    content.clear();
  }

  @Override
  public ReadableState<Iterable<K>> keys() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ReadableState<Iterable<V>> values() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ReadableState<Boolean> isEmpty() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ReadableState<V> computeIfAbsent(K key, Function<? super K, ? extends V> function) {
    throw new UnsupportedOperationException();
  }

  private static <T> byte[] encode(Coder<T> coder, T value) {
    try {
      return CoderUtils.encodeToByteArray(coder, value);
    } catch (CoderException e) {
      throw new AssertionError(e);
    }
  }

  private static <T> T decode(Coder<T> coder, byte[] bytes) {
    try {
      return CoderUtils.decodeFromByteArray(coder, bytes);
    } catch (CoderException e) {
      throw new AssertionError(e);
    }
  }
}
