package io.summerbeam.benchmarks.arm;

import java.util.concurrent.atomic.LongAdder;

/** The checksum of some results, whatever their order. Thread-safe. */
public final class ResultSum {

  private final LongAdder sum = new LongAdder();
  private final LongAdder results = new LongAdder();

  /** Of no results. */
  public ResultSum() {}

  /** Adds a result; what makes it different from another is in its hash. */
  public void add(long hash) {
    sum.add(Checksum.mix(hash));
    results.increment();
  }

  /** How many results there were, and what they add up to: {@code 3340:9f86d081884c7d65}. */
  public String text() {
    return results.sum() + ":" + Long.toHexString(sum.sum());
  }
}
