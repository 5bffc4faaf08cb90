package io.summerbeam.transforms.enrich;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One whole copy of a table: what is taken of it, by key. It does not change. */
final class SnapshotTable {

  private final Map<Object, @Nullable Object[]> takenByKey;
  private final long readAt;

  /**
   * @param takenByKey by keys as {@link io.summerbeam.transforms.table.TableIndex#key} makes them;
   *     not to be changed
   * @param readAt when the load began: the table may have changed since
   */
  SnapshotTable(Map<Object, @Nullable Object[]> takenByKey, long readAt) {
    this.takenByKey = takenByKey;
    this.readAt = readAt;
  }

  /** What the table has for a key, not to be changed; null where it has nothing. */
  @Nullable Object @Nullable [] get(Object key) {
    // Most keys are strings, and a type that is known costs no virtual call for hash and equality.
    return key instanceof String text ? takenByKey.get(text) : takenByKey.get(key);
  }

  long readAt() {
    return readAt;
  }

  @Override
  public String toString() {
    return "SnapshotTable of " + takenByKey.size() + " rows";
  }
}
