package io.summerbeam.benchmarks.enrich.lookup;

import java.util.concurrent.atomic.LongAdder;

/** How many queries this JVM has sent. */
final class BackendCalls {

  private static final LongAdder CALLS = new LongAdder();

  private BackendCalls() {}

  static void sent() {
    CALLS.increment();
  }

  static long count() {
    return CALLS.sum();
  }
}
