package io.summerbeam.sdk.expression;

import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** A part of an expression, ready to be computed for one Row after the other, by many threads. */
interface Term {

  /**
   * The part's value, as CEL holds it ({@code NullValue} for null); null where it cannot be
   * computed. Of a condition that is: it has no truth value. Does not throw.
   */
  @Nullable Object of(Row row);
}
