package io.summerbeam.benchmarks;

import java.util.List;

/** The benchmarks there are. */
final class Benchmarks {

  private Benchmarks() {}

  /** In the order in which they are listed. */
  static List<Benchmark> all() {
    return List.of(
        new FlightsBenchmark(),
        new GrowthBenchmark(),
        new KeysBenchmark(),
        new LatencyBenchmark(),
        new MaskBenchmark(),
        new EnrichBenchmark(),
        new LookupBenchmark(),
        new TableJoinBenchmark(),
        new WindowsBenchmark(),
        new DedupBenchmark(),
        new KernelsBenchmark());
  }
}
