package io.summerbeam.transforms.table;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * The table in a worker's memory: its packed entries, by which it is encoded, and a map from key to
 * what is taken, which is built once, and only where something is looked up.
 */
public final class TableIndex {

  private static final Object[] NOTHING = {};

  private final List<byte[]> chunks;
  private final TableEntries shape;
  private volatile @Nullable Map<Object, Object[]> takenByKey;

  /**
   * @param chunks of {@link TableEntries}, whose keys were found to be unique; not to be changed
   */
  TableIndex(List<byte[]> chunks, TableEntries shape) {
    this.chunks = chunks;
    this.shape = shape;
  }

  /**
   * Makes an index of entries that nobody has looked at yet.
   *
   * @throws IllegalArgumentException if a key comes twice or is null, and must not
   */
  static TableIndex checked(List<byte[]> chunks, TableEntries shape) {
    Map<Object, Object[]> takenByKey = new TableIndex(chunks, shape).takenByKey();
    TableIndex index = new TableIndex(shape.withoutPlaces(chunks), shape);
    index.takenByKey = takenByKey;
    return index;
  }

  /**
   * What the table has for a key; null where it has nothing. Not to be changed.
   *
   * @param key as {@link #key} makes it
   */
  public Object @Nullable [] get(Object key) {
    Map<Object, Object[]> map = takenByKey();
    // Most keys are strings, and a type that is known costs no virtual call for hash and equality.
    return key instanceof String text ? map.get(text) : map.get(key);
  }

  List<byte[]> chunks() {
    return chunks;
  }

  // On its way between workers an index is decoded and encoded without being asked anything.
  private Map<Object, Object[]> takenByKey() {
    Map<Object, Object[]> map = takenByKey;
    if (map == null) {
      synchronized (this) {
        map = takenByKey;
        if (map == null) {
          map = build();
          takenByKey = map;
        }
      }
    }
    return map;
  }

  private Map<Object, Object[]> build() {
    Map<Object, Object[]> map = new HashMap<>();
    for (byte[] chunk : chunks) {
      for (Row entry : shape.read(chunk)) {
        Object key = shape.keyOf(entry);
        if (!shape.unique()) {
          if (key != null) {
            map.put(key, NOTHING);
          }
          continue;
        }
        if (key == null) {
          throw new IllegalArgumentException(
              shape.where()
                  + ": the key ("
                  + shape.keyNames()
                  + ") must not be null in the table, but it is in one row"
                  + shape.placeOf(entry)
                  + ". Drop such rows before.");
        }
        if (map.put(key, shape.takenOf(entry)) != null) {
          throw new IllegalArgumentException(
              shape.where()
                  + ": the key ("
                  + shape.keyNames()
                  + ") must be unique in the table, but two rows have the same"
                  + shape.placesOf(firstWith(key), entry)
                  + ". Remove one of them.");
        }
      }
    }
    return map;
  }

  // The entries are read once more for this, rather than kept for it.
  private Row firstWith(Object key) {
    for (byte[] chunk : chunks) {
      for (Row entry : shape.read(chunk)) {
        if (key.equals(shape.keyOf(entry))) {
          return entry;
        }
      }
    }
    throw new IllegalStateException(shape.where() + ": a key was in the table and is not.");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TableIndex index
        && shape.equals(index.shape)
        && Arrays.deepEquals(chunks.toArray(), index.chunks.toArray());
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(chunks.toArray());
  }

  @Override
  public String toString() {
    return "TableIndex of " + chunks.stream().mapToLong(chunk -> chunk.length).sum() + " bytes";
  }

  /** One value as it is, several as a list: what equals and hashes as a key; null for a null. */
  public static @Nullable Object key(@Nullable Object[] values) {
    for (Object value : values) {
      if (value == null) {
        return null;
      }
    }
    return values.length == 1 ? values[0] : Arrays.asList(values);
  }
}
