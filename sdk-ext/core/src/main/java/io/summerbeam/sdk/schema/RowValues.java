package io.summerbeam.sdk.schema;

import java.util.List;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.RowWithGetters;
import org.jspecify.annotations.Nullable;

/** The values of a Row, to make another one of them. */
public final class RowValues {

  private RowValues() {}

  /**
   * A copy of them, as a Row has them: what lies in an object behind getters ({@code
   * Convert.toRows()}) may have another form there, which {@link Row#getValues} would give.
   */
  public static @Nullable Object[] of(Row row) {
    return of(row, 0);
  }

  /** The same, with room for some more at the end. */
  public static @Nullable Object[] of(Row row, int more) {
    int fields = row.getFieldCount();
    @Nullable Object[] values = new @Nullable Object[fields + more];
    if (row instanceof RowWithGetters<?>) {
      for (int i = 0; i < fields; i++) {
        values[i] = row.getValue(i);
      }
      return values;
    }
    // One by one: a copy of an array that is this short costs the collector's barrier more than it
    // saves.
    List<Object> from = row.getValues();
    for (int i = 0; i < fields; i++) {
      values[i] = from.get(i);
    }
    return values;
  }
}
