package io.summerbeam.benchmarks.flights.plain;

import io.summerbeam.benchmarks.flights.Delays;

/** Where the results of the loop go. */
@FunctionalInterface
public interface Results {

  /** A result; {@code day} is its first millisecond, since 1970. */
  void add(String state, long day, Delays delays);
}
