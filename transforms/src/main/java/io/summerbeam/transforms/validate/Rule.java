package io.summerbeam.transforms.validate;

import java.io.Serializable;
import org.apache.beam.sdk.schemas.Schema;

/** What an expectation expects, as it was given. */
sealed interface Rule extends Serializable
    permits RowRule, ReferenceRule, UniqueRule, MonotonicRule {

  /** The rule in words, for display data. */
  String text();

  /**
   * Requires that it fits the input.
   *
   * @param where what asks, first words of messages
   * @throws IllegalArgumentException if it does not
   */
  void check(Schema input, String where);

  /**
   * The same rule, kept by null as well.
   *
   * @throws IllegalArgumentException if the rule says itself what null means
   */
  default Rule orNull() {
    throw new IllegalArgumentException(
        "orNull() is not for an expectation that says itself what null means: " + text() + ".");
  }
}
