package io.summerbeam.transforms.mask;

import io.summerbeam.sdk.schema.FieldPath;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.LogicalType;
import org.apache.beam.sdk.schemas.logicaltypes.PassThroughLogicalType;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * One value of the record that a masked value of it depends on, as bytes: text in UTF-8, whole
 * numbers as text, so that the same number of another type counts as the same; bytes as they are.
 */
final class RecordField {

  private final FieldPath path;
  private final int[] indexes;

  private RecordField(FieldPath path, int[] indexes) {
    this.path = path;
    this.indexes = indexes;
  }

  /**
   * Requires that a path leads to one such value.
   *
   * @param rule what depends on it, first words of the message
   */
  static void check(FieldPath path, Schema input, MaskRule rule) {
    if (!path.steps().stream().allMatch(step -> step instanceof FieldPath.Name)) {
      throw new IllegalArgumentException(
          rule
              + ": it must depend on one value of the record, but '"
              + path
              + "' leads to several. Name a field that is in no array or map.");
    }
    FieldType type = path.resolve(input, rule.toString());
    LogicalType<?, ?> logical = type.getLogicalType();
    FieldType base = logical instanceof PassThroughLogicalType ? logical.getBaseType() : type;
    switch (base.getTypeName()) {
      case STRING, BYTES, BYTE, INT16, INT32, INT64 -> {}
      default ->
          throw new IllegalArgumentException(
              rule
                  + ": it must depend on a text, bytes or a whole number, but '"
                  + path
                  + "' is of type "
                  + type.getTypeName()
                  + ". Name another field.");
    }
  }

  /** Reads what {@link #check} has let pass. */
  static RecordField open(FieldPath path, Schema input) {
    int[] indexes = new int[path.steps().size()];
    Schema schema = input;
    for (int i = 0; i < indexes.length && schema != null; i++) {
      indexes[i] = schema.indexOf(((FieldPath.Name) path.steps().get(i)).name());
      schema = schema.getField(indexes[i]).getType().getRowSchema();
    }
    return new RecordField(path, indexes);
  }

  /**
   * The value in this record; not to be changed.
   *
   * @throws MaskException if it is null, or a text with half a surrogate pair
   */
  byte[] bytes(Row record) throws MaskException {
    Object value = value(record);
    if (value == null) {
      throw new MaskException("the field '" + path + "', which it depends on, is null");
    }
    return value instanceof byte[] bytes ? bytes : TextBytes.of(value.toString());
  }

  private @Nullable Object value(Row record) {
    Object value = record;
    for (int i = 0; i < indexes.length && value != null; i++) {
      value = ((Row) value).getValue(indexes[i]);
    }
    return value;
  }
}
