package io.summerbeam.io.jdbc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows that are written together: of those with equal keys the last one, or the last one of the
 * greatest version, behind which the others wait, for the case that the database refuses it.
 */
final class WriteBatch {

  // Of large rows fewer are held.
  private static final long MOST_BYTES = 8 << 20;

  private final int mostRows;
  private final @Nullable Comparator<PendingRow> versions;
  private final List<PendingRow> withoutKeys = new ArrayList<>();
  private final Map<List<Comparable<?>>, PendingRow> byKey = new LinkedHashMap<>();
  private int rows;
  private long bytes;

  /**
   * @param versions by which of equal keys the greatest counts; null where the last one does
   */
  WriteBatch(int mostRows, @Nullable Comparator<PendingRow> versions) {
    this.mostRows = mostRows;
    this.versions = versions;
  }

  void add(PendingRow row) {
    rows++;
    bytes += row.size();
    if (row.key().isEmpty()) {
      withoutKeys.add(row);
      return;
    }
    // At the end, also where an equal key was there.
    PendingRow earlier = byKey.remove(row.key());
    if (earlier != null && versions != null && versions.compare(row, earlier) < 0) {
      byKey.put(row.key(), earlier.replacing(row.replacing(earlier.replaced())));
    } else {
      byKey.put(row.key(), row.replacing(earlier));
    }
  }

  boolean isFull() {
    return rows >= mostRows || bytes >= MOST_BYTES;
  }

  /** The rows, in the order in which they came; it is empty then. */
  List<PendingRow> take() {
    List<PendingRow> taken = new ArrayList<>(withoutKeys);
    taken.addAll(byKey.values());
    withoutKeys.clear();
    byKey.clear();
    rows = 0;
    bytes = 0;
    return taken;
  }
}
