package io.summerbeam.transforms.mask;

import io.summerbeam.sdk.schema.FieldPath;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** A path that leads to one value of a record, followed by indexes. */
final class SingleField {

  private final int[] indexes;
  private final FieldType type;

  private SingleField(int[] indexes, FieldType type) {
    this.indexes = indexes;
    this.type = type;
  }

  /**
   * Finds the indexes.
   *
   * @param where what asked, first words of the message
   * @throws IllegalArgumentException if the path does not fit the schema, or leads to many values
   */
  static SingleField of(FieldPath path, Schema schema, String where) {
    FieldType type = path.resolve(schema, where);
    List<FieldPath.Step> steps = path.steps();
    int[] indexes = new int[steps.size()];
    Schema at = schema;
    for (int i = 0; i < indexes.length; i++) {
      if (!(steps.get(i) instanceof FieldPath.Name named)) {
        throw new IllegalArgumentException(
            where + ": the path must lead to one value of a record, but was: " + path);
      }
      indexes[i] = at.indexOf(named.name());
      Schema nested = at.getField(indexes[i]).getType().getRowSchema();
      at = nested == null ? at : nested;
    }
    return new SingleField(indexes, type);
  }

  FieldType type() {
    return type;
  }

  /** The value; null if it is, or a row on the way to it. */
  @Nullable Object read(Row record) {
    Object value = record;
    for (int index : indexes) {
      if (value == null) {
        return null;
      }
      value = ((Row) value).getValue(index);
    }
    return value;
  }
}
