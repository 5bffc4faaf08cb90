package io.summerbeam.sdk.expression;

import org.apache.beam.sdk.values.Row;

/**
 * What is the same for every record.
 *
 * @param value as CEL holds it
 */
record ConstantTerm(Object value) implements Term {

  @Override
  public Object of(Row row) {
    return value;
  }
}
