package io.summerbeam.benchmarks;

import java.util.Map;

/**
 * One JVM from its start to its end.
 *
 * @param arm whose it was
 * @param task what it worked out
 * @param records how many it read
 * @param round counted from one
 * @param wallNanos from the start of the process to its end, measured from outside
 * @param cpuNanos of all threads, the compilers' and the collectors' as well
 * @param gcMillis what the collections took
 * @param allocatedBytes of all threads
 * @param checksum of the results, whatever their order
 * @param counts what the arm has counted itself, by name
 */
record ArmRun(
    String arm,
    String task,
    long records,
    int round,
    long wallNanos,
    long cpuNanos,
    long gcMillis,
    long allocatedBytes,
    String checksum,
    Map<String, Long> counts) {

  ArmRun {
    counts = Map.copyOf(counts);
  }

  double seconds() {
    return wallNanos / 1e9;
  }
}
