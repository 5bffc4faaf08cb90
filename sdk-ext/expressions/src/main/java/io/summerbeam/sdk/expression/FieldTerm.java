package io.summerbeam.sdk.expression;

import org.apache.beam.sdk.values.Row;

/**
 * A field of the record.
 *
 * @param index its place in the record
 * @param conversion of its value
 */
record FieldTerm(int index, Conversion conversion) implements Term {

  @Override
  public Object of(Row row) {
    return conversion.toCelOrNull(row.getValue(index));
  }

  /** Whether CEL computes with the very value that is in the record. */
  boolean isAsItIs() {
    return conversion == Conversion.NONE;
  }
}
