package io.summerbeam.sdk.format.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** What decoding costs: the time of the processor, and the memory, given back or not. */
final class Costs {

  /** Payloads take microseconds; under a fuzzer's eyes, some more. */
  private static final Duration MOST_TIME = Duration.ofSeconds(2);

  /** What a decoder may make of a few bytes: rows of many fields, numbers of many digits. */
  private static final long MOST_MEMORY = 64L << 20;

  private static final long MOST_MEMORY_OF_A_BYTE = 100;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final long time = THREADS.getCurrentThreadCpuTime();
  private final long memory = THREADS.getCurrentThreadAllocatedBytes();

  private Costs() {}

  static Costs start() {
    return new Costs();
  }

  /** What was spent since the start and is too much for a payload; empty where nothing is. */
  String excess(int payloadBytes) {
    long bytes = THREADS.getCurrentThreadAllocatedBytes() - memory;
    Duration took = Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - time);
    if (took.compareTo(MOST_TIME) > 0) {
      return "decoding took " + took.toMillis() + " ms of the processor";
    }
    return bytes > MOST_MEMORY + payloadBytes * MOST_MEMORY_OF_A_BYTE
        ? "decoding allocated " + bytes + " bytes"
        : "";
  }
}
