package io.summerbeam.transforms.enrich;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * The table in a worker's memory: from key to what is taken. It also keeps the entries it was made
 * of, by which it is encoded.
 */
final class TableIndex {

  private final List<Row> entries;
  private final Map<Object, Object[]> takenByKey;

  /**
   * @param entries rows of {@link TableEntries}
   * @throws IllegalArgumentException if a key comes twice or is null
   */
  TableIndex(List<Row> entries, TableEntries shape) {
    this.entries = entries;
    this.takenByKey = new HashMap<>(entries.size() * 2);
    Map<Object, Row> firstByKey = new HashMap<>(entries.size() * 2);
    for (Row entry : entries) {
      Object key = shape.keyOf(entry);
      if (key == null) {
        throw new IllegalArgumentException(
            "Enrich.fromTable(): the key ("
                + shape.keyNames()
                + ") must not be null in the table, but it is in one row"
                + shape.placeOf(entry)
                + ". Drop such rows before.");
      }
      Row first = firstByKey.put(key, entry);
      if (first != null) {
        throw new IllegalArgumentException(
            "Enrich.fromTable(): the key ("
                + shape.keyNames()
                + ") must be unique in the table, but two rows have the same"
                + shape.placesOf(first, entry)
                + ". Remove one of them.");
      }
      takenByKey.put(key, shape.takenOf(entry));
    }
  }

  /** What the table has for a key; null where it has nothing. Not to be changed. */
  Object @Nullable [] get(Object key) {
    return takenByKey.get(key);
  }

  List<Row> entries() {
    return entries;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TableIndex index && entries.equals(index.entries);
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }

  @Override
  public String toString() {
    return "TableIndex of " + entries.size() + " rows";
  }

  /** One value as it is, several as a list: what equals and hashes as a key. */
  static @Nullable Object key(@Nullable Object[] values) {
    for (Object value : values) {
      if (value == null) {
        return null;
      }
    }
    return values.length == 1 ? values[0] : Arrays.asList(values);
  }
}
