package io.summerbeam.transforms.pairing;

import io.summerbeam.sdk.schema.RowValues;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Appends to a record what is taken of another row, by index. */
public final class RowAppender implements Serializable {

  private static final long serialVersionUID = 1;

  private final Schema outputSchema;
  private final int[][] indexes;
  private final @Nullable Schema[] nested;
  private final int[] flat;
  private final boolean anyNested;

  /**
   * @param indexes for each new field those of the other row's fields in it
   * @param nested for each new field the schema of the row that it is, or null
   */
  RowAppender(Schema outputSchema, int[][] indexes, @Nullable Schema[] nested) {
    this.outputSchema = outputSchema;
    this.indexes = indexes;
    this.nested = nested;
    this.flat = Arrays.stream(indexes).flatMapToInt(Arrays::stream).toArray();
    this.anyNested = Arrays.stream(nested).anyMatch(schema -> schema != null);
  }

  /** The schema of what comes out. */
  public Schema outputSchema() {
    return outputSchema;
  }

  /** The indexes of all that is taken, one after the other: what has to be kept of a row. */
  public int[] takenIndexes() {
    return flat.clone();
  }

  /**
   * The record with what is taken.
   *
   * @param from all values of the other row; null where there is none, which leaves null in every
   *     new field
   */
  public Row append(Row record, @Nullable Object @Nullable [] from) {
    if (from == null) {
      return appendValues(record, null);
    }
    if (anyNested) {
      @Nullable Object[] taken = new @Nullable Object[flat.length];
      take(from, taken, 0);
      return appendValues(record, taken);
    }
    @Nullable Object[] values = RowValues.of(record, indexes.length);
    take(from, values, values.length - flat.length);
    return Row.withSchema(outputSchema).attachValues(Arrays.asList(values));
  }

  /**
   * The record with what is taken.
   *
   * @param taken the values at {@link #takenIndexes}; null where there is no other row
   */
  public Row appendValues(Row record, Object @Nullable [] taken) {
    @Nullable Object[] values = RowValues.of(record, indexes.length);
    int fields = values.length - indexes.length;
    if (taken != null) {
      if (anyNested) {
        nest(taken, values, fields);
      } else {
        for (int i = 0; i < taken.length; i++) {
          values[fields + i] = taken[i];
        }
      }
    }
    return Row.withSchema(outputSchema).attachValues(Arrays.asList(values));
  }

  private void take(@Nullable Object[] from, @Nullable Object[] to, int first) {
    for (int i = 0; i < flat.length; i++) {
      to[first + i] = from[flat[i]];
    }
  }

  private void nest(Object[] taken, @Nullable Object[] values, int fields) {
    int from = 0;
    for (int t = 0; t < indexes.length; t++) {
      int to = from + indexes[t].length;
      Schema schema = nested[t];
      values[fields + t] =
          schema == null
              ? taken[from]
              : Row.withSchema(schema)
                  .attachValues(Arrays.asList(Arrays.copyOfRange(taken, from, to)));
      from = to;
    }
  }
}
