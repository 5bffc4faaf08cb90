package io.summerbeam.benchmarks.flights;

import java.io.Serializable;

/** Is told of each flight that leaves the step before the aggregate; for who measures it there. */
@FunctionalInterface
public interface Passing extends Serializable {

  /** For who does not. */
  Passing UNSEEN = flight -> {};

  /** The state of a flight is known, and it is about to go on. */
  void passes(Flight flight);
}
