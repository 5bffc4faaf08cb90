package io.summerbeam.transforms.mask;

import io.summerbeam.sdk.schema.RowValues;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.values.Row;

/**
 * Masks fields of a row. A row of which nothing changes is handed on; else its list of values is
 * copied once, when the first one changes.
 *
 * <p>Fields that are masked themselves are apart from those with something inside to mask: most
 * rows have only the former, and a loop that meets one class only is compiled into a straight one.
 */
final class RowMask implements ValueMask {

  private final int[] indexes;
  private final RuleMask[] rules;
  private final int[] innerIndexes;
  private final ValueMask[] inner;

  /** Masks each field of the first indexes by a rule, and something inside each of the others. */
  RowMask(
      List<Integer> indexes,
      List<RuleMask> rules,
      List<Integer> innerIndexes,
      List<ValueMask> inner) {
    this.indexes = indexes.stream().mapToInt(Integer::intValue).toArray();
    this.rules = rules.toArray(RuleMask[]::new);
    this.innerIndexes = innerIndexes.stream().mapToInt(Integer::intValue).toArray();
    this.inner = inner.toArray(ValueMask[]::new);
  }

  @Override
  public Object apply(Object value, Row record) throws MaskException {
    return mask((Row) value, record);
  }

  /** The row with its fields masked; itself where nothing changes. */
  Row mask(Row row, Row record) throws MaskException {
    Object[] values = null;
    for (int i = 0; i < indexes.length; i++) {
      Object value = row.getValue(indexes[i]);
      if (value != null) {
        Object masked = rules[i].apply(value, record);
        if (masked != value) {
          values = values == null ? RowValues.of(row) : values;
          values[indexes[i]] = masked;
        }
      }
    }
    for (int i = 0; i < innerIndexes.length; i++) {
      Object value = row.getValue(innerIndexes[i]);
      if (value != null) {
        Object masked = inner[i].apply(value, record);
        if (masked != value) {
          values = values == null ? RowValues.of(row) : values;
          values[innerIndexes[i]] = masked;
        }
      }
    }
    return values == null
        ? row
        : Row.withSchema(row.getSchema()).attachValues(Arrays.asList(values));
  }
}
