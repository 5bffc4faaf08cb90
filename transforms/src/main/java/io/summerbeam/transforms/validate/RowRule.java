package io.summerbeam.transforms.validate;

import org.apache.beam.sdk.schemas.Schema;

/** A rule that each record keeps or breaks by itself. A new kind of it implements this. */
non-sealed interface RowRule extends Rule {

  /**
   * Fits it to the input.
   *
   * @param where what asks, first words of messages
   * @throws IllegalArgumentException if it does not fit
   */
  RowCheck bind(Schema input, String where);

  @Override
  default void check(Schema input, String where) {
    bind(input, where);
  }
}
