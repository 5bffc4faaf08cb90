package io.summerbeam.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How many processors are at work, whosever work it is. The system's own load is an average of the
 * last minutes, in which a benchmark was perhaps still being built.
 */
final class ProcessorsAtWork {

  private static final int SECONDS = 5;

  private ProcessorsAtWork() {}

  /** Over the next seconds; negative where the system does not tell. */
  static double now() throws InterruptedException {
    if (!(ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system)) {
      return -1;
    }
    // The first answer is of the time since nobody knows when.
    system.getCpuLoad();
    Thread.sleep(SECONDS * 1000L);
    return system.getCpuLoad() * system.getAvailableProcessors();
  }
}
