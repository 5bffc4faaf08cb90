package io.summerbeam.sdk.expression;

import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * Makes terms that compare. Most conditions compare a field with a number or with another field:
 * these get terms of their own, which read the field themselves and fall back on {@link
 * Comparison#test} for every value but the usual one. What they save are calls through interfaces,
 * which cost as much as the comparison. For a comparison, a null of the record and CEL's are alike.
 */
final class Comparing {

  private Comparing() {}

  static Term of(Comparison comparison, Term left, Term right) {
    if (left instanceof FieldTerm field && field.isAsItIs()) {
      if (right instanceof ConstantTerm constant && constant.value() instanceof Long number) {
        return new FieldWithNumber(comparison, field.index(), number, number);
      }
      if (right instanceof FieldTerm other && other.isAsItIs()) {
        return new FieldWithField(comparison, field.index(), other.index());
      }
    }
    return row -> comparison.test(left.of(row), right.of(row));
  }

  /** The number twice: boxed for the general comparison. */
  private record FieldWithNumber(Comparison comparison, int index, long number, Long boxed)
      implements Term {

    @Override
    public @Nullable Boolean of(Row row) {
      Object value = row.getValue(index);
      if (value instanceof Long x) {
        return comparison.holds(Long.compare(x, number));
      }
      return comparison.test(value, boxed);
    }
  }

  private record FieldWithField(Comparison comparison, int index, int other) implements Term {

    @Override
    public @Nullable Boolean of(Row row) {
      return comparison.test(row.getValue(index), row.getValue(other));
    }
  }
}
