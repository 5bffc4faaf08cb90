package io.summerbeam.benchmarks;

import io.summerbeam.runners.UsageException;

/** Something that is measured, by name. A new one is a class and a line in {@link Benchmarks}. */
interface Benchmark {

  /** What is typed: {@code flights}. */
  String name();

  /** One line for the list. */
  String summary();

  /**
   * Measures.
   *
   * @throws BenchException if there is no result
   * @throws UsageException if an option does not fit this benchmark
   */
  Report run(Session session) throws BenchException, InterruptedException;
}
