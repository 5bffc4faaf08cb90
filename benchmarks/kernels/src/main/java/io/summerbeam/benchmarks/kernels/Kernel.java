package io.summerbeam.benchmarks.kernels;

import java.util.function.Consumer;

/** One arm, ready to work: it goes through the same records again and again. */
@FunctionalInterface
interface Kernel {

  /** How many records are in a bundle. */
  int RECORDS = 1000;

  /** Runs the next bundle of {@value #RECORDS} records and gives each output. */
  void bundle(Consumer<Object> outputs);

  /** How many bundles there are; after the last the first comes again. */
  default int bundles() {
    return 1;
  }
}
