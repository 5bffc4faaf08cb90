package io.summerbeam.transforms.conform;

/** From a single value to one of another type, neither of them null. */
interface Cast {

  /**
   * Casts it.
   *
   * @throws MisfitException if it cannot be done without a loss
   */
  Object of(Object value) throws MisfitException;
}
