package io.summerbeam.benchmarks.flights.plain;

import io.summerbeam.benchmarks.flights.Delays;
import io.summerbeam.benchmarks.flights.Flight;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What is known of a day while flights of it may come: those there were, and their delays. */
final class Day {

  private final long start;
  // Equal flights are of the same day, so no other day need be asked.
  private final Set<Flight> flights = new HashSet<>();
  private final Map<String, Delays> delays = new HashMap<>();

  Day(long start) {
    this.start = start;
  }

  /** Whether no equal flight was there before. */
  boolean isNew(Flight flight) {
    return flights.add(flight);
  }

  void add(String state, long delay) {
    delays.computeIfAbsent(state, unused -> new Delays()).add(delay);
  }

  /** Gives its results. */
  void close(Results results) {
    delays.forEach((state, sums) -> results.add(state, start, sums));
  }
}
