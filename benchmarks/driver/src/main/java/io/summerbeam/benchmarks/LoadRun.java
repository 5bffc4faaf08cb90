package io.summerbeam.benchmarks;

/**
 * One load that an arm held.
 *
 * @param label as the tables call it: {@code 50%}
 * @param rate records a second that were offered
 * @param achieved records a second that came out; fewer if a backlog grew
 * @param record from the creation of a record until it left the step before the aggregate
 * @param result from the creation of the record that a result had to wait for until it came out
 */
record LoadRun(String label, double rate, double achieved, Percentiles record, Percentiles result) {

  /** With less of what was offered, a latency is no figure of the arm but of how long one looks. */
  static final double KEPT_UP_FROM = 0.98;

  boolean keptUp() {
    return achieved >= KEPT_UP_FROM * rate;
  }
}
