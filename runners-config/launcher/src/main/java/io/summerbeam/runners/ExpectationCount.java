package io.summerbeam.runners;

import com.google.auto.value.AutoValue;

/** How many records kept one expectation of a step, and how many did not. */
@AutoValue
abstract class ExpectationCount {

  abstract String step();

  abstract String name();

  /** What becomes of records that do not: {@code drop}. */
  abstract String action();

  abstract long passed();

  abstract long failed();

  static ExpectationCount of(String step, String name, String action, long passed, long failed) {
    return new AutoValue_ExpectationCount(step, name, action, passed, failed);
  }

  ExpectationCount with(long passed, long failed) {
    return of(step(), name(), action(), passed, failed);
  }
}
