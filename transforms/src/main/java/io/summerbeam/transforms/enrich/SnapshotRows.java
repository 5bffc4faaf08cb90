package io.summerbeam.transforms.enrich;

import io.summerbeam.transforms.table.TableIndex;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Takes the rows of one load and keeps of each the key and what is taken. */
final class SnapshotRows implements Consumer<Row> {

  private final Schema schema;
  private final List<String> keyNames;
  private final int[] keys;
  private final int[] taken;
  private final BooleanSupplier cancelled;
  private final Map<Object, @Nullable Object[]> takenByKey = new HashMap<>();
  private long count;
  private @Nullable String problem;

  /**
   * @param cancelled whether nobody wants the rows any more
   */
  SnapshotRows(SnapshotUse use, BooleanSupplier cancelled) {
    this.schema = use.loader().schema();
    this.keyNames = use.keys();
    this.keys = indexes(use.keys());
    this.taken = indexes(use.taken());
    this.cancelled = cancelled;
  }

  @Override
  public void accept(Row row) {
    // A loader that does not listen to an interrupt ends here.
    if (cancelled.getAsBoolean()) {
      throw new CancellationException("nobody needs the snapshot any more");
    }
    count++;
    if (!schema.equals(row.getSchema())) {
      throw refused(
          "row " + count + " is not of the loader's schema. load() must pass on rows of schema().");
    }
    Object key = TableIndex.key(values(row, keys));
    if (key == null) {
      throw refused(
          "the key ("
              + String.join(", ", keyNames)
              + ") must not be null in the table, but it is in row "
              + count
              + ". Leave such rows out.");
    }
    if (takenByKey.put(key, values(row, taken)) != null) {
      throw refused(
          "the key ("
              + String.join(", ", keyNames)
              + ") must be unique in the table, but row "
              + count
              + " has that of a row before. Remove one of them.");
    }
  }

  /** What was wrong with a row, in words that quote no data; a loader may have swallowed it. */
  @Nullable String problem() {
    return problem;
  }

  /** The copy of all rows. Nothing may be put in any more. */
  SnapshotTable table(long readAt) {
    return new SnapshotTable(takenByKey, readAt);
  }

  private IllegalArgumentException refused(String message) {
    if (problem == null) {
      problem = message;
    }
    return new IllegalArgumentException(message);
  }

  private int[] indexes(List<String> names) {
    return names.stream().mapToInt(schema::indexOf).toArray();
  }

  private static @Nullable Object[] values(Row row, int[] indexes) {
    @Nullable Object[] values = new Object[indexes.length];
    for (int i = 0; i < indexes.length; i++) {
      values[i] = row.getValue(indexes[i]);
    }
    return values;
  }
}
