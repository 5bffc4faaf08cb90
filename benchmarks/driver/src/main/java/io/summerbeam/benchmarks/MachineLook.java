package io.summerbeam.benchmarks;

/** Looks at the machine before a benchmark starts. */
interface MachineLook {

  /** What it is like now, for a result of this command. */
  Machine at(String command) throws InterruptedException;
}
