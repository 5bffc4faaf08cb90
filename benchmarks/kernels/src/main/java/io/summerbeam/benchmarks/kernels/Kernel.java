package io.summerbeam.benchmarks.kernels;

import java.util.function.Consumer;

/** One arm, ready to work: each call does the same work on the same records. */
@FunctionalInterface
interface Kernel {

  /** How many records are in a bundle. */
  int RECORDS = 1000;

  /** Runs a bundle of {@value #RECORDS} records and gives each output. */
  void bundle(Consumer<Object> outputs);
}
