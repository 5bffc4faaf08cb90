package io.summerbeam.io.jdbc;

import io.summerbeam.sdk.source.Provenance;
import java.util.List;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row that waits for its batch, and what its dead letter would leave with. */
final class PendingRow {

  private final Row row;
  private final Instant timestamp;
  private final BoundedWindow window;
  private final PaneInfo pane;
  private final @Nullable Object[] values;
  private final List<Comparable<?>> key;
  private final boolean deletes;
  private final @Nullable PendingRow replaced;

  private PendingRow(
      Row row,
      Instant timestamp,
      BoundedWindow window,
      PaneInfo pane,
      @Nullable Object[] values,
      List<Comparable<?>> key,
      boolean deletes,
      @Nullable PendingRow replaced) {
    this.row = row;
    this.timestamp = timestamp;
    this.window = window;
    this.pane = pane;
    this.values = values;
    this.key = key;
    this.deletes = deletes;
    this.replaced = replaced;
  }

  /**
   * A row of a pipeline.
   *
   * @param values the encoded values of the columns, not to be changed; only those of the key where
   *     it deletes
   * @param key the forms of the key's values; empty where equal ones are not looked for
   */
  static PendingRow of(
      Row row,
      Instant timestamp,
      BoundedWindow window,
      PaneInfo pane,
      @Nullable Object[] values,
      List<Comparable<?>> key,
      boolean deletes) {
    return new PendingRow(row, timestamp, window, pane, values, key, deletes, null);
  }

  /** A row that comes from no pipeline. */
  static PendingRow withoutTime(
      Row row, @Nullable Object[] values, List<Comparable<?>> key, boolean deletes) {
    return new PendingRow(
        row,
        BoundedWindow.TIMESTAMP_MIN_VALUE,
        GlobalWindow.INSTANCE,
        PaneInfo.NO_FIRING,
        values,
        key,
        deletes,
        null);
  }

  /** The same, which counts instead of one of the same key in the same batch, if there is one. */
  PendingRow replacing(@Nullable PendingRow earlier) {
    return new PendingRow(row, timestamp, window, pane, values, key, deletes, earlier);
  }

  Row row() {
    return row;
  }

  Instant timestamp() {
    return timestamp;
  }

  BoundedWindow window() {
    return window;
  }

  PaneInfo pane() {
    return pane;
  }

  /** The encoded value of a column. */
  @Nullable Object value(int column) {
    return values[column];
  }

  List<Comparable<?>> key() {
    return key;
  }

  boolean deletes() {
    return deletes;
  }

  /** The row of the same key that this one counts instead of. */
  @Nullable PendingRow replaced() {
    return replaced;
  }

  /** About how much memory its values take, and the record that it came from, which it carries. */
  long size() {
    int provenance = Provenance.indexIn(row.getSchema());
    byte[] original = provenance < 0 ? null : row.getValue(provenance);
    long size = original == null ? 0 : original.length;
    for (Object value : values) {
      if (value instanceof String text) {
        size += 2L * text.length();
      } else if (value instanceof byte[] bytes) {
        size += bytes.length;
      }
    }
    return size;
  }

  /** Nothing of the record. */
  @Override
  public String toString() {
    return "PendingRow at " + timestamp + " in " + window;
  }
}
