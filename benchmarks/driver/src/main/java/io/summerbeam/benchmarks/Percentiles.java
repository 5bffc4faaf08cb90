package io.summerbeam.benchmarks;

import java.util.Properties;

/**
 * How late things were, in microseconds.
 *
 * @param count of what was late; zero if nothing came out, and then the rest means nothing
 * @param p50 half of them were not later
 * @param p99 of a hundred one was later
 * @param p999 of a thousand one was later
 * @param max the latest
 * @param histogram all of it, as HdrHistogram encodes it, in Base64
 */
record Percentiles(long count, long p50, long p99, long p999, long max, String histogram) {

  /**
   * Reads what an arm reported under a name.
   *
   * @throws IllegalArgumentException if it is not all there
   */
  static Percentiles of(Properties report, String name) {
    return new Percentiles(
        LatencyRun.number(report, name + ".count"),
        LatencyRun.number(report, name + ".p50"),
        LatencyRun.number(report, name + ".p99"),
        LatencyRun.number(report, name + ".p99.9"),
        LatencyRun.number(report, name + ".max"),
        LatencyRun.text(report, name + ".histogram"));
  }
}
