package io.summerbeam.transforms.validate;

/** What single values of one type are tested with, by one thread at a time. */
abstract class ValueTest {

  /**
   * Whether a value keeps the rule.
   *
   * @param value never null
   */
  abstract boolean holds(Object value);
}
