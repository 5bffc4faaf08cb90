package io.summerbeam.transforms.validate;

import java.io.Serializable;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;

/** A rule with a name, as it was given. */
interface Expectation extends Serializable {

  /** What it is called in dead letters and counters. */
  String name();

  /** The rule in words, for display data. */
  String text();

  /**
   * Fits it to the input.
   *
   * @throws IllegalArgumentException if it does not fit
   */
  Check bind(Schema input);

  /** A rule that knows its input; it stays where it was bound. */
  interface Check {
    /** Whether the row keeps the rule. */
    boolean holds(Row row);
  }
}
