package io.summerbeam.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What takes a result some of its worth; said above the table and in the JSON. */
final class Warnings {

  private Warnings() {}

  /** None for a result that may be quoted. */
  static List<String> of(Machine machine, int rounds, boolean slope) {
    List<String> warnings = new ArrayList<>();
    if (machine.isLoaded()) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "LOADED: processors at work before the start: %.2f, above %.1f x %d cores",
              machine.load(),
              Machine.LOADED_ABOVE,
              machine.cores()));
    }
    if (rounds < Size.ROUNDS_OF_A_RESULT) {
      warnings.add(
          "INDICATIVE: rounds: "
              + rounds
              + ", but a result has at least "
              + Size.ROUNDS_OF_A_RESULT);
    }
    if (!slope) {
      warnings.add("START-UP INCLUDED: one size only, so the figures are not of records");
    }
    return warnings;
  }
}
